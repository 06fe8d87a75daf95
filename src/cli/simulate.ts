import { middleSource } from '../engine/data/sampling.ts';
import { Simulator } from '../engine/fem/simulator.ts';
import type { Invocation } from './arguments.ts';

/** One simulation of the scene, in SI units. */
export function simulateReport({ experiment, preset, source: wanted, receivers }: Invocation) {
  const started = performance.now();
  const simulator = new Simulator(experiment);
  const ready = performance.now();
  const source = wanted ?? middleSource(experiment);
  const { traces, energy } = simulator.run(source, { receivers, energy: true });
  const { mesh, lambdaMax, timing } = simulator;
  return {
    preset,
    source,
    mesh: { nodes: mesh.x.length, triangles: mesh.triangles.length / 3 },
    lambdaMax,
    dt: timing.dt,
    steps: timing.steps,
    outputTimes: timing.outputTimes,
    energy,
    traces: receivers.map(([x, y], i) => ({ x, y, u: [...traces[i]] })),
    milliseconds: { setup: ready - started, run: performance.now() - ready },
  };
}
