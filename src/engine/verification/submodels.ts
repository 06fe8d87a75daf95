import { experimentFrom } from '../experiment/presets.ts';
import { middleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { addPlanePulse } from 'slimwave-waves/source';
import { gridPoints } from 'slimwave-waves/scene/points';
import { Simulator } from '../scene/simulator.ts';
import { runSubmodel } from '../scene/submodel.ts';
import {
  perimeterOf,
  pointAt,
  tracePositions,
  type BoundaryTrace,
} from 'slimwave-waves/scene/trace';
import { relativeL2OfField } from '../metrics.ts';
import type { Check, Finding } from './check.ts';
import { meanOrder, slope } from './support.ts';

const SIZES = [32, 64, 128, 256];
const ANGLE = 30;
const FREQUENCY = 2.5;
const START = { x: 0.2, y: 0.3 };

/** A plane wave crosses the zone; the sides of the square are never asked. */
const planeWave = (cells: number, mesh: Experiment['scene']['mesh']): Experiment =>
  experimentFrom({
    'scene.mesh': mesh,
    'scene.from': '0.1',
    'scene.duration': '0.6',
    'source.kind': 'plane',
    'source.angle': String(ANGLE),
    'source.x': String(START.x),
    'source.y': String(START.y),
    'source.frequency': String(FREQUENCY),
    'zone.x': '0.4..0.8',
    'zone.y': '0.3..0.7',
    'zone.submodel': 'on',
    'zone.cells': String(cells),
    'task.frames': '6',
  });

/** The exact wave at points and a time (s): the initial pulse, moved along. */
function exact(points: readonly (readonly [number, number])[], t: number): Float64Array {
  const [cosine, sine] = [Math.cos((ANGLE * Math.PI) / 180), Math.sin((ANGLE * Math.PI) / 180)];
  const nodes = {
    x: Float64Array.from(points, ([x]) => x - cosine * t),
    y: Float64Array.from(points, ([, y]) => y - sine * t),
  };
  const u = new Float64Array(points.length);
  const pulse = { ...START, angle: ANGLE, frequency: FREQUENCY, height: 1e-3 };
  addPlanePulse(nodes, pulse, 1, u, new Float64Array(points.length));
  return u;
}

/** Relative L2 error of the submodel under the exact trace, against the exact wave. */
function errorOf(cells: number, mesh: Experiment['scene']['mesh']): number {
  const experiment = planeWave(cells, mesh);
  const { zone, task, scene } = experiment;
  const positions = tracePositions(zone, 2 * cells);
  const boundary = [...positions].map((s) => pointAt(zone, s));
  const interval = 0.5 / cells;
  const times = Math.ceil(scene.duration / interval) + 2;
  const values = new Float64Array(times * positions.length);
  for (let k = 0; k < times; k++) values.set(exact(boundary, k * interval), k * positions.length);
  const trace: BoundaryTrace = { positions, perimeter: perimeterOf(zone), interval, values };
  const result = runSubmodel(experiment, middleParameters(experiment), trace);
  const grid = gridPoints(zone.x, zone.y, task.grid);
  const truth = new Float32Array(result.zone.length);
  const { outputTimes } = result.timing;
  outputTimes.forEach((t, frame) => truth.set(exact(grid, t), frame * grid.length));
  return relativeL2OfField(result.zone, truth);
}

/** Full model, trace, submodel on the full model's own nodes: relative L2 difference. */
function matching(): number {
  const experiment = experimentFrom({
    'zone.x': '0.5..0.875',
    'zone.y': '0.25..0.75',
    'zone.submodel': 'on',
    'zone.cells': '64',
    'scene.inclusions': 'rectangle(0.6875,0.5,0.125,0.25,0.6,2)',
  });
  const parameters = middleParameters(experiment);
  const simulator = new Simulator(experiment);
  const { model } = simulator.prepare(parameters);
  const { zone, trace } = simulator.run(parameters, { trace: true });
  const result = runSubmodel(experiment, parameters, trace!, model.lambdaMax);
  simulator.dispose();
  return relativeL2OfField(result.zone, zone);
}

const kinds = {
  'P1, structured': 'triangles',
  'Q1, structured': 'quadrilaterals',
  'P1, unstructured': 'fitted',
} as const;

export const submodels: Check = {
  id: 'submodel',
  title: 'Submodel of the zone',
  explanation:
    'The zone alone, with the trace of u on its boundary prescribed. With the full model’s trace and nodes it must give the full model’s numbers. On a separate mesh, with the exact trace of a plane wave, its error must fall with the square of the mesh size.',
  source: 'Uniqueness of the wave equation’s Dirichlet problem; plane wave of d’Alembert',
  *run() {
    const same = matching();
    yield 0.1;
    const findings: Finding[] = [
      { what: 'relative difference on matching meshes', value: same, atMost: 1e-12 },
    ];
    const series = [];
    let done = 0;
    for (const [kind, mesh] of Object.entries(kinds)) {
      const errors: number[] = [];
      for (const cells of SIZES) {
        errors.push(errorOf(cells, mesh));
        yield 0.1 + (0.9 * ++done) / (3 * SIZES.length);
      }
      series.push({ name: kind, x: SIZES, y: errors.map((error) => 100 * error) });
      findings.push({
        what: `order on a separate mesh, ${kind}`,
        value: meanOrder(SIZES, errors),
        atLeast: 1.9,
      });
    }
    series.push(slope(SIZES, series[0].y, 2));
    return {
      findings,
      plots: [
        {
          title: 'Error inside the zone',
          x: { title: 'Submodel cells per metre', log: true },
          y: { title: 'Relative L2 error (%)', log: true },
          series,
        },
      ],
    };
  },
};
