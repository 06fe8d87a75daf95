import type { Leapfrog } from '../leapfrog.ts';
import type { Recorder } from './recorder.ts';
import { pushSources, type Excitation } from './excitation.ts';

/** Writes u (m) on the driven nodes of a lane at time t (s). */
export type DrivenBoundary = (lane: number, t: number, out: Float64Array) => void;

/**
 * Integrates from t = 0 over `steps` steps, one excitation per lane. The recorders are called for every time level
 * from 0 to `steps`, with `leapfrog.u` at that level. The loop allocates nothing.
 */
export function integrate(
  leapfrog: Leapfrog,
  excitations: readonly Excitation[],
  driven: { count: number; boundary: DrivenBoundary },
  steps: number,
  recorders: readonly Recorder[],
): void {
  const { dt } = leapfrog;
  const held = new Float64Array(driven.count);
  const prescribe = (lane: number, t: number) => {
    if (held.length === 0) return;
    driven.boundary(lane, t, held);
    leapfrog.prescribe(held, lane);
  };
  leapfrog.reset();
  excitations.forEach(({ initial }, lane) => {
    if (initial) leapfrog.start(initial.displacement, initial.velocity, lane);
    prescribe(lane, 0);
  });
  for (let step = 0; ; step++) {
    for (const record of recorders) record(step);
    if (step === steps) return;
    leapfrog.step();
    for (let lane = 0; lane < excitations.length; lane++) {
      pushSources(leapfrog, excitations[lane], step * dt, lane);
      prescribe(lane, (step + 1) * dt);
    }
  }
}
