import type { Integrator } from '../integrator.ts';
import type { Recorder } from './recorder.ts';
import { pushSources, type Excitation } from './excitation.ts';

/** Writes u (m) on the driven nodes of a lane at time t (s). */
export type DrivenBoundary = (lane: number, t: number, out: Float64Array) => void;

/** Steps before t = 0, in which waves from outside begin to be scattered. */
export const stepsBefore = (excitations: readonly Excitation[], dt: number): number =>
  Math.max(
    0,
    ...excitations.map(({ scattered, state }) =>
      scattered && !state ? Math.ceil(scattered.lead / dt) : 0,
    ),
  );

/**
 * Integrates from t = 0 over `steps` steps, one excitation per lane. The recorders are called for every time level
 * from 0 to `steps`, with `integrator.u` at that level. The loop allocates nothing.
 * Of excitations with a plane wave from outside u is the scattered field, and steps before t = 0 come first.
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
  const onDriven = (lane: number, t: number) => {
    driven.boundary(lane, t, held);
    excitations[lane].scattered?.subtract(t, held);
  };
  for (const { scattered } of excitations) scattered?.prepare(steps * dt);
  const before = stepsBefore(excitations, dt);
  integrator.reset();
  for (let step = -before; ; step++) {
    if (step === 0) excitations.forEach((excitation, lane) => begin(integrator, excitation, lane));
    if ((step === -before || step === 0) && held.length > 0) {
      for (let lane = 0; lane < excitations.length; lane++) {
        onDriven(lane, step * dt);
        integrator.place(held, lane);
      }
    }
    if (step >= 0) for (const record of recorders) record(step);
    if (step === steps) return;
    for (let lane = 0; lane < excitations.length; lane++) {
      pushSources(integrator, excitations[lane], step * dt, lane);
      if (held.length === 0) continue;
      onDriven(lane, (step + 1) * dt);
      integrator.prescribe(held, lane);
    }
    integrator.step();
  }
}

/** Adds an excitation's start to what a wave from outside has scattered before t = 0. */
export function begin(integrator: Integrator, { initial, state }: Excitation, lane: number): void {
  const { lanes } = integrator;
  if (state) {
    for (let k = lane, i = 0; i < state.u.length; k += lanes, i++) {
      integrator.u[k] = state.u[i];
      integrator.previous[k] = state.previous[i];
    }
  }
  if (!initial) return;
  const [u, previous] = [integrator.u.slice(), integrator.previous.slice()];
  integrator.start(initial.displacement, initial.velocity, lane);
  for (let k = lane; k < u.length; k += lanes) {
    integrator.u[k] += u[k];
    integrator.previous[k] += previous[k];
  }
}
