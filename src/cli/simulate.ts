import { experimentAt, freeParameters, toArray } from '../engine/experiment/parameters.ts';
import { meshQuality } from 'slimwave-waves/mesh/quality';
import { nodesPerCell, type Mesh, type Point } from 'slimwave-waves/mesh/mesh';
import { receiversOf } from '../engine/reading/receivers.ts';
import { gatherOf } from '../engine/scene/gather.ts';
import { estimateOn } from '../engine/scene/accuracy.ts';
import { cellsPerSide } from '../engine/scene/meshed.ts';
import { Simulator } from '../engine/scene/simulator.ts';
import { runSubmodel } from '../engine/scene/submodel.ts';
import { relativeL2OfField } from '../engine/metrics.ts';
import type { Invocation } from './arguments.ts';

/** One simulation of the scene, in SI units; `mesh` and `gather` are what these options write. */
export function simulateReport({ experiment, preset, parameters }: Invocation) {
  const started = performance.now();
  const simulator = new Simulator(experiment);
  const { model, timing } = simulator.prepare(parameters);
  const ready = performance.now();
  const withSubmodel = experiment.zone.submodel === 'on';
  const { zone, traces, energy, trace } = simulator.run(parameters, {
    receivers: receiversOf(experiment).map(({ x, y }): Point => [x, y]),
    energy: true,
    trace: withSubmodel,
  });
  const ended = performance.now();
  const fixed = experimentAt(experiment, parameters);
  const gather = gatherOf(
    fixed,
    traces.map((u) => Float32Array.from(u)),
    timing.dt,
  );
  const values = toArray(parameters);
  return {
    report: {
      preset,
      parameters: Object.fromEntries(
        freeParameters(experiment).map(({ key }, i) => [key, values[i]]),
      ),
      estimatedError: estimateOn(experiment, cellsPerSide(experiment)).error,
      mesh: { kind: experiment.scene.mesh, ...meshQuality(model.mesh) },
      lambdaMax: model.lambdaMax,
      dt: timing.dt,
      steps: timing.steps,
      outputTimes: timing.outputTimes,
      energy,
      source: gather.source,
      traces: gather.traces.map(({ name, x, y, offset, firstArrival, travelTime }, i) => ({
        name,
        x,
        y,
        offset,
        firstArrival,
        travelTime,
        u: [...traces[i]],
      })),
      submodel: trace && submodelReport(),
      milliseconds: { setup: ready - started, run: ended - ready },
    },
    mesh: meshJson(model.mesh),
    gather,
  };

  function submodelReport() {
    const begin = performance.now();
    const submodel = runSubmodel(experiment, parameters, trace!, model.lambdaMax);
    return {
      mesh: meshQuality(submodel.model.mesh),
      dt: submodel.timing.dt,
      steps: submodel.timing.steps,
      relativeL2: relativeL2OfField(submodel.zone, zone),
      milliseconds: performance.now() - begin,
    };
  }
}

/** The mesh as plain arrays: nodes [x, y], all nodes of the cells and boundary edges as node numbers from 0. */
const meshJson = (mesh: Mesh) => ({
  nodes: Array.from(mesh.x, (value, i) => [value, mesh.y[i]]),
  cells: tuples(mesh.cells, nodesPerCell(mesh)),
  boundary: Object.fromEntries(
    Object.entries(mesh.boundary).map(([part, edges]) => [part, tuples(edges, 2)]),
  ),
});

const tuples = (values: Uint32Array, size: number): number[][] =>
  Array.from({ length: values.length / size }, (_, i) => [
    ...values.subarray(i * size, (i + 1) * size),
  ]);
