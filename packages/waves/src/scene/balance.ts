/** Forces on absorbing sides that let the field return to zero. */
import type { Integrator } from '../integrator.ts';
import type { Load } from '../source.ts';
import { pushOf, type Incident, type Start } from './incident.ts';
import type { Model } from './model.ts';
import { sideNames, type Scene } from './scene.ts';

export interface Balance {
  /** Impulses (N s). */
  load: Load;
  /** They act from t = 0 for so long (s). */
  duration: number;
}

/** What stays below this (m) is not worth forces. */
const NEGLIGIBLE = 1e-9;

/**
 * Impulses on the absorbing sides that make the whole push of a start and an incoming wave zero.
 *
 * Where nothing holds the field, first-order absorbing sides don't know where zero is. Summed over the nodes the wave
 * equation says that u ends at the whole push over the sides' damping, with the push Σ(M u' + C u) at t = 0 and the impulse
 * of all later forces. A source has none, nor has a wave in its own medium; one that at t = 0 is cut by an obstacle, or by
 * a side in another medium, has. Undefined where there is nothing to balance.
 */
export function balanceOf(
  { sides }: Scene,
  { mesh, system }: Model,
  { displacement, velocity }: Start,
  incident: Incident | undefined,
  duration: number,
): Balance | undefined {
  const { mass, damping, fixed } = system;
  const absorbing = sideNames.flatMap((side) =>
    sides[side] === 'absorbing' ? [...(mesh.boundary[side] ?? [])] : [],
  );
  if (absorbing.length === 0 || fixed.includes(1)) return undefined;
  let push = incident ? pushOf(incident) : 0;
  for (let i = 0; i < mass.length; i++)
    push += mass[i] * velocity[i] + damping[i] * displacement[i];
  const nodes = Uint32Array.from(new Set(absorbing));
  const whole = nodes.reduce((sum, i) => sum + damping[i], 0);
  if (Math.abs(push) <= NEGLIGIBLE * whole) return undefined;
  const values = Float64Array.from(nodes, (i) => (-push * damping[i]) / whole);
  return { load: { nodes, values }, duration };
}

/** Before the step from t (s): announces the forces of the balance, which are smooth: no short waves arise. */
export function pushBalance(
  integrator: Integrator,
  { load, duration }: Balance,
  t: number,
  lane: number,
): void {
  if (t >= duration) return;
  const phase = (Math.PI * t) / duration;
  const curvature = (4 / duration) * (Math.PI / duration) ** 2 * Math.cos(2 * phase);
  integrator.force(load, (2 / duration) * Math.sin(phase) ** 2, curvature, lane);
}
