import type { Integrator } from '../integrator.ts';
import type { Recorder } from './recorder.ts';
import { pushSources, type Excitation } from './excitation.ts';

/** Writes u (m) on the driven nodes of a lane at time t (s). */
export type DrivenBoundary = (lane: number, t: number, out: Float64Array) => void;

/**
 * Integrates from t = 0 over `steps` steps, one excitation per lane. The recorders are called for every time level
 * from 0 to `steps`, with `integrator.u` at that level. The loop allocates nothing.
 */
export function integrate(
  integrator: Integrator,
  excitations: readonly Excitation[],
  driven: { count: number; boundary: DrivenBoundary },
  steps: number,
  recorders: readonly Recorder[],
): void {
  const { dt } = integrator;
  const held = new Float64Array(driven.count);
  integrator.reset();
  excitations.forEach(({ initial }, lane) => {
    if (initial) integrator.start(initial.displacement, initial.velocity, lane);
    if (held.length === 0) return;
    driven.boundary(lane, 0, held);
    integrator.place(held, lane);
  });
  for (let step = 0; ; step++) {
    for (const record of recorders) record(step);
    if (step === steps) return;
    for (let lane = 0; lane < excitations.length; lane++) {
      pushSources(integrator, excitations[lane], step * dt, lane);
      if (held.length === 0) continue;
      driven.boundary(lane, (step + 1) * dt, held);
      integrator.prescribe(held, lane);
    }
    integrator.step();
  }
}
