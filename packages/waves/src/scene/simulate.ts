/** From a scene and its sources to frames at any points, in one call. */
import { integratorOf, stabilityOf } from '../integrator.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import { drivenDisplacement, excite, type Driven, type Source } from './excitation.ts';
import { incomingAt } from './incoming.ts';
import { integrate } from './integrate.ts';
import { buildModel } from './model.ts';
import { pointMatrix } from './points.ts';
import { recordFrames } from './recorder.ts';
import type { Scene } from './scene.ts';
import { planTiming, type Outputs, type Timing } from './timing.ts';

export interface Simulation {
  scene: Scene;
  sources: readonly Source[];
  /** What moves sides and obstacles that are driven; at rest if left out. */
  driven?: Driven;
  /** Where u is recorded (m), such as `gridPoints`. */
  points: readonly Point[];
  outputs: Outputs;
}

export interface Simulated {
  /** u (m), [frames, points]; zero inside obstacles. */
  frames: Float32Array;
  /** Times of the frames, the time step, the number of steps. */
  timing: Timing;
  mesh: Mesh;
}

/**
 * Simulates a scene from t = 0. Throws `MeshError` if it can't be meshed, `RangeError` for times without a frame and for
 * meshes larger than WebAssembly can address.
 */
export function simulate({ scene, sources, driven, points, outputs }: Simulation): Simulated {
  const model = buildModel(scene);
  const { mesh, system, lambdaMax } = model;
  const timing = planTiming(lambdaMax, outputs, stabilityOf(system));
  const excitation = excite(scene, model, sources, driven);
  const matrix = pointMatrix({ scene, mesh }, points);
  const frames = new Float32Array(timing.outputTimes.length * matrix.rows);
  const integrator = integratorOf(system, timing.dt);
  const boundary = (_lane: number, t: number, out: Float64Array) =>
    out.fill(drivenDisplacement(excitation, t));
  try {
    integrate(integrator, [excitation], { count: system.driven.length, boundary }, timing.steps, [
      recordFrames(integrator, matrix, frames, timing, 0, incomingAt(excitation, mesh, matrix)),
    ]);
  } finally {
    integrator.dispose();
  }
  return { frames, timing, mesh };
}
