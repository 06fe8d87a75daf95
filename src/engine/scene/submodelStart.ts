/** With what the submodel begins: by t = 0 a wave from outside may have been scattered already, all over the scene. */
import { multiply } from 'slimwave-waves/csr';
import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { drivenDisplacement, type Excitation } from 'slimwave-waves/scene/excitation';
import { integrate } from 'slimwave-waves/scene/integrate';
import { buildModel } from 'slimwave-waves/scene/model';
import { pointMatrix } from 'slimwave-waves/scene/points';
import { planTiming } from 'slimwave-waves/scene/timing';
import { excitationOf } from './excitation.ts';
import type { Meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import type { SimulatedExperiment } from './sharing.ts';
import { outputsOf } from './timing.ts';

/** The scattered field of the whole scene on the nodes of a part's mesh at t = −dt and t = 0. */
export function scatteredStart(
  fixed: Meshed<SimulatedExperiment>,
  part: Mesh,
  dt: number,
): NonNullable<Excitation['state']> {
  const scene = sceneOf(fixed);
  const model = buildModel(scene);
  const { mesh, system, lambdaMax } = model;
  const timing = planTiming(lambdaMax, outputsOf(fixed), stabilityOf(system));
  const excitation = excitationOf(fixed, model);
  const points = Array.from(part.x, (x, i): Point => [x, part.y[i]]);
  const matrix = pointMatrix({ scene, mesh }, points);
  const integrator = integratorOf(system, timing.dt);
  // At −Δt, 0 and Δt of the whole scene.
  const [before, now, after] = [0, 1, 2].map(() => new Float64Array(points.length));
  const boundary = (_lane: number, t: number, out: Float64Array) =>
    out.fill(drivenDisplacement(excitation, t));
  const record = (step: number) => {
    if (step === 0) multiply(matrix, integrator.previous, before);
    multiply(matrix, integrator.u, step === 0 ? now : after);
  };
  integrate(integrator, [excitation], { count: system.driven.length, boundary }, 1, [record]);
  integrator.dispose();
  // The parabola through the three.
  const s = dt / timing.dt;
  const previous = now.map(
    (u, i) => u - (s / 2) * (after[i] - before[i]) + ((s * s) / 2) * (after[i] - 2 * u + before[i]),
  );
  return { previous, u: now };
}
