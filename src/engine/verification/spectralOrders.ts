import { uniformMaterial } from 'slimwave-waves/assembly';
import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import type { Mesh } from 'slimwave-waves/mesh/mesh';
import { structuredQuadrilaterals } from 'slimwave-waves/mesh/structured';
import { gridPoints } from 'slimwave-waves/scene/points';
import {
  perimeterOf,
  pointAt,
  tracePositions,
  type BoundaryTrace,
} from 'slimwave-waves/scene/trace';
import { rickerShape } from 'slimwave-waves/source';
import { largestEigenvalueOf } from 'slimwave-waves/spectrum';
import { elementSystem, type Condition } from 'slimwave-waves/system';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { relativeL2OfField } from '../metrics.ts';
import { runSubmodel } from '../scene/submodel.ts';
import type { Check } from './check.ts';
import { discMesh } from './disc.ts';
import { bessel } from './bessel.ts';
import { slope } from './support.ts';

const ORDERS = [2, 3, 4, 5, 6, 7, 8] as const;
type Order = (typeof ORDERS)[number];

/** Share of the stability limit that a time step takes on the coarser of two meshes. */
const SHARE = 0.9;

/** The error in time is of order 4: steps shrink faster than cells, so that the error in space is what is seen. */
const shrink = (order: Order) => Math.max(0, (order - 3) / 4);

/** Relative L2 error of a standing wave shape · cos ωt, with its step as a share of the stability limit. */
function standingError(
  mesh: Mesh,
  conditions: Readonly<Record<string, Condition>>,
  shape: (x: number, y: number) => number,
  { omega, share }: { omega: number; share: number },
): number {
  const end = 0.7;
  const system = elementSystem(mesh, uniformMaterial(mesh, 1), conditions);
  const limit = stabilityOf(system) / Math.sqrt(largestEigenvalueOf(system));
  const steps = Math.ceil(end / (share * limit));
  const integrator = integratorOf(system, end / steps);
  const start = mesh.x.map((x, i) => shape(x, mesh.y[i]));
  integrator.start(start, new Float64Array(start.length));
  for (let step = 0; step < steps; step++) integrator.step();
  let [squares, whole] = [0, 0];
  integrator.u.forEach((u, i) => {
    squares += system.mass[i] * (u - start[i] * Math.cos(omega * end)) ** 2;
    whole += system.mass[i] * start[i] ** 2;
  });
  integrator.dispose();
  return Math.sqrt(squares / whole);
}

/** A mode of the square: left side fixed, the others free. */
function modeError(order: Order, n: number, share: number): number {
  const mesh = structuredQuadrilaterals({ columns: n, rows: n }, order);
  const [kx, ky] = [1.5 * Math.PI, 2 * Math.PI];
  const shape = (x: number, y: number) => Math.sin(kx * x) * Math.cos(ky * y);
  return standingError(mesh, { left: 'fixed' }, shape, { omega: Math.hypot(kx, ky), share });
}

/** Third zero that is looked at in `membrane`: the first of J₂. */
const ZERO = 5.135622301840683;

/** A mode of the disc with a fixed rim. */
function membraneError(order: Order, n: number, share: number): number {
  const shape = (x: number, y: number) =>
    bessel(2, ZERO * Math.hypot(x, y)) * Math.cos(2 * Math.atan2(y, x));
  return standingError(discMesh(1, n, order), { rim: 'fixed' }, shape, { omega: ZERO, share });
}

const ANGLE = 30;
/** The crest passes this point (m) at t = 0: the zone is still at rest. */
const CREST = { x: 0, y: 0 };

/** Relative L2 error of a submodel under the exact trace of a plane wave, which comes in after t = 0. */
function submodelError(order: Order, cells: number, share: number): number {
  const frequency = order < 5 ? 5 : 8;
  const experiment = experimentFrom({
    'scene.mesh': 'quadrilaterals',
    'scene.order': String(order),
    'scene.elements': '16',
    'scene.from': '0.5',
    'scene.duration': '1',
    'source.kind': 'ricker',
    'source.x': '0.05',
    'source.y': '0.05',
    'source.width': '0.01',
    'zone.x': '0.5..0.9',
    'zone.y': '0.3..0.7',
    'zone.submodel': 'on',
    'zone.cells': String(cells),
    'task.frames': '6',
  });
  const { zone, task, scene } = experiment;
  const [cosine, sine] = [Math.cos((ANGLE * Math.PI) / 180), Math.sin((ANGLE * Math.PI) / 180)];
  const exact = ([x, y]: readonly [number, number], t: number) =>
    rickerShape(frequency * (t - cosine * (x - CREST.x) - sine * (y - CREST.y)));
  const positions = tracePositions(zone, cells, order);
  const boundary = Array.from(positions, (s) => pointAt(zone, s));
  // Fine enough that the trace's own interpolation in time is not seen.
  const interval = 1 / 640;
  const times = Math.ceil(scene.duration / interval) + 2;
  const values = Float64Array.from({ length: times * boundary.length }, (_, k) =>
    exact(boundary[k % boundary.length], Math.floor(k / boundary.length) * interval),
  );
  const perimeter = perimeterOf(zone);
  const trace: BoundaryTrace = { positions, perimeter, interval, values, order };
  // A larger eigenvalue asks for smaller steps: that of a few of the submodel's cells, and more.
  const patch = structuredQuadrilaterals(
    { columns: 2, rows: 2, width: 2 / cells, height: 2 / cells },
    order,
  );
  const lambda = largestEigenvalueOf(elementSystem(patch, uniformMaterial(patch, 1), {}));
  const parameters = middleParameters(experiment);
  const { zone: field, timing } = runSubmodel(experiment, parameters, trace, lambda / share ** 2);
  const grid = gridPoints(zone.x, zone.y, task.grid);
  const truth = Float32Array.from(field, (_, k) =>
    exact(grid[k % grid.length], timing.outputTimes[Math.floor(k / grid.length)]),
  );
  return relativeL2OfField(field, truth);
}

const cases = [
  {
    title: 'Standing mode of a square',
    error: modeError,
    coarse: { 2: 8, 3: 6, 4: 4, 5: 3, 6: 3, 7: 2, 8: 2 },
    share: 1,
  },
  {
    title: 'Circular membrane of curved cells',
    error: membraneError,
    coarse: { 2: 6, 3: 4, 4: 3, 5: 2, 6: 3, 7: 2, 8: 1 },
    share: 1,
  },
  {
    title: 'Submodel under the trace of a plane wave',
    error: submodelError,
    coarse: { 2: 20, 3: 20, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10 },
    share: 0.6,
  },
] as const;

export const spectralOrders: Check = {
  id: 'spectral-elements',
  title: 'Spectral elements',
  explanation:
    'Quadrilaterals with Gauss–Lobatto–Legendre nodes of order p, on squares, on cells that follow a circle, and in the submodel of a zone. When cells are half as large, the L2 error must fall by 2^(p+1): it is of order p + 1 for smooth waves.',
  source: 'Komatitsch and Vilotte, BSSA 88 (1998); Bessel functions; d’Alembert',
  *run() {
    const findings = [];
    const plots = [];
    let done = 0;
    for (const { title, error, coarse, share } of cases) {
      const series = [];
      for (const order of ORDERS) {
        const n = coarse[order];
        const shares = [SHARE * share, SHARE * share * 2 ** -shrink(order)];
        const sizes = [n, 2 * n];
        const errors = sizes.map((size, k) => error(order, size, shares[k]));
        yield ++done / (cases.length * ORDERS.length);
        findings.push({
          what: `order, ${title.toLowerCase()}, p = ${order}`,
          value: Math.log2(errors[0] / errors[1]),
          atLeast: order + 0.8,
        });
        series.push({ name: `p = ${order}`, x: sizes, y: errors });
      }
      series.push(slope(series[0].x, series[0].y, 3));
      plots.push({
        title,
        x: { title: 'Cells per side', log: true },
        y: { title: 'Relative L2 error', log: true },
        series,
      });
    }
    return { findings, plots };
  },
};
