/** The engine on one sample, one thread: set-up and time steps apart. */
import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import type { Lanes } from 'slimwave-waves/kernel';
import { integrate } from 'slimwave-waves/scene/integrate';
import { buildModel } from 'slimwave-waves/scene/model';
import { pointMatrix } from 'slimwave-waves/scene/points';
import { recordFrames } from 'slimwave-waves/scene/recorder';
import { planTiming } from 'slimwave-waves/scene/timing';
import { excite, sceneWith, type Discretisation, type Problem } from './scene.ts';

/** Everything that precedes the first step. */
export function prepare(problem: Problem, discretisation: Discretisation) {
  const scene = sceneWith(problem, discretisation);
  const model = buildModel(scene);
  const timing = planTiming(model.lambdaMax, problem.outputs, stabilityOf(model.system));
  return {
    ...model,
    timing,
    excitation: excite(problem, model),
    matrix: pointMatrix({ scene, mesh: model.mesh }, problem.points),
  };
}

export interface Run {
  unknowns: number;
  steps: number;
  /** In milliseconds. */
  setup: number;
  /** In milliseconds, for all lanes. */
  stepping: number;
  /** u (m), [frames, points]. */
  frames: ArrayLike<number>;
}

/** One sample, or the same one in every lane. */
export function run(problem: Problem, discretisation: Discretisation, lanes: Lanes = 1): Run {
  const begun = performance.now();
  const { system, mesh, timing, excitation, matrix } = prepare(problem, discretisation);
  const integrator = integratorOf(system, timing.dt, lanes);
  const all = Array.from({ length: lanes }, () => excitation);
  const frames = all.map(() => new Float32Array(timing.outputTimes.length * matrix.rows));
  const recorders = frames.map((out, lane) => recordFrames(integrator, matrix, out, timing, lane));
  const prepared = performance.now();
  integrate(integrator, all, { count: 0, boundary: () => {} }, timing.steps, recorders);
  const ended = performance.now();
  integrator.dispose();
  return {
    unknowns: mesh.x.length,
    steps: timing.steps,
    setup: prepared - begun,
    stepping: ended - prepared,
    frames: frames[0],
  };
}
