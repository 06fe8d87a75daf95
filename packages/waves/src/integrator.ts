/** Integration in time of M u'' + C u' + K u = f, whatever K is. */
import type { Lanes } from './kernel.ts';
import { Leapfrog } from './leapfrog.ts';
import type { Load } from './source.ts';
import { ElementLeapfrog } from './spectral/elementLeapfrog.ts';
import type { System } from './system.ts';

/**
 * The state of one integration, or of four side by side on the same system (`lanes`). Nothing is allocated after the
 * first step. What happens during a step is announced before it, with `force` and `prescribe`. Call `dispose` when the
 * state is not needed any more.
 */
export interface Integrator {
  readonly dt: number;
  readonly lanes: Lanes;
  /** Displacement (m) at the current time, [nodes, lanes]. A step may replace the array. */
  readonly u: Float64Array;
  /** Displacement one step before, [nodes, lanes]. */
  readonly previous: Float64Array;
  /** Back to rest. */
  reset(): void;
  /** Starts a lane from displacement u(0) (m) and velocity u'(0) (m/s), per node. Fixed nodes stay at zero. */
  start(displacement: Float64Array, velocity: Float64Array, lane?: number): void;
  /**
   * Before a step from t: the force amplitude · load (N) acts at t, and `curvature` · load is its second derivative in time
   * (N/s²), which methods of fourth order need. The load must not change before the step.
   */
  force(load: Load, amplitude: number, curvature: number, lane?: number): void;
  /** u (m) on the driven nodes now, in their order: at t = 0. */
  place(values: ArrayLike<number>, lane?: number): void;
  /** Before a step from t: u (m) on the driven nodes at t + Δt, in their order. It is kept until it is changed. */
  prescribe(values: ArrayLike<number>, lane?: number): void;
  /** One step of all lanes. */
  step(): void;
  /** Discrete energy (J) of a lane between the previous and the current time. */
  energy(lane?: number): number;
  /** Gives the memory back; the integration can't go on after that. */
  dispose(): void;
}

/** Δt √λ_max must stay below this: √12 for elements of order 2 and above (order 4 in time), 2 for the others (order 2). */
export const stabilityOf = (system: System): number => ('elements' in system ? Math.sqrt(12) : 2);

export function integratorOf(system: System, dt: number, lanes: Lanes = 1): Integrator {
  return 'elements' in system
    ? new ElementLeapfrog(system, dt, lanes)
    : new Leapfrog(system, dt, lanes);
}
