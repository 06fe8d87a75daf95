/** What is written down while a wave runs. Everything is allocated before the first step. */
import { multiply, type Csr } from '../csr.ts';
import { interpolator, type Interpolation } from '../interpolation.ts';
import type { Integrator } from '../integrator.ts';
import type { Incoming } from './incoming.ts';
import type { BoundaryTrace } from './trace.ts';
import type { Timing } from './timing.ts';

/** Called for every time level from t = 0; writes down what is due. */
export type Recorder = (step: number) => void;

/** Every `every` steps, from time level `from` on: matrix · u of a lane into the next row of `out`. */
export function recordRows(
  integrator: Integrator,
  matrix: Interpolation,
  out: Float32Array | Float64Array,
  {
    every,
    from,
    lane = 0,
    incoming,
  }: { every: number; from: number; lane?: number; incoming?: Incoming },
): Recorder {
  const { rows } = matrix;
  const interpolate = interpolator(matrix);
  const views = Array.from({ length: rows > 0 ? out.length / rows : 0 }, (_, k) =>
    out.subarray(k * rows, (k + 1) * rows),
  );
  return (step) => {
    if (step < from || step % every !== 0) return;
    const view = views[(step - from) / every];
    if (!view) return;
    interpolate(integrator.u, integrator.lanes, lane, view);
    incoming?.(step * integrator.dt, view);
  };
}

/** At every time level: one value per receiver into its own trace. */
export function recordTraces(
  integrator: Integrator,
  matrix: Csr,
  traces: Float64Array[],
  incoming?: Incoming,
): Recorder {
  const now = new Float64Array(matrix.rows);
  return (step) => {
    multiply(matrix, integrator.u, now);
    incoming?.(step * integrator.dt, now);
    for (let r = 0; r < now.length; r++) traces[r][step] = now[r];
  };
}

/** The output frames of a run. */
export const recordFrames = (
  integrator: Integrator,
  matrix: Interpolation,
  out: Float32Array,
  { stepsPerOutput, skipped }: Timing,
  lane = 0,
  incoming?: Incoming,
): Recorder =>
  recordRows(integrator, matrix, out, {
    every: stepsPerOutput,
    from: skipped * stepsPerOutput,
    lane,
    incoming,
  });

export interface EnergyCurve {
  times: number[];
  values: number[];
}

const ENERGY_VALUES = 100;

/** The discrete energy, some 100 times; it lives between the time level before and this one. */
export function recordEnergy(
  integrator: Integrator,
  timing: Timing,
  curve: EnergyCurve,
  incoming?: Incoming,
): Recorder {
  const every = Math.max(1, Math.floor(timing.steps / ENERGY_VALUES));
  const count = Math.floor(timing.steps / every);
  curve.times = Array.from({ length: count }, (_, k) => ((k + 1) * every - 0.5) * timing.dt);
  curve.values = Array.from({ length: count }, () => 0);
  return (step) => {
    if (step === 0 || step % every !== 0) return;
    curve.values[step / every - 1] = incoming
      ? energyWith(integrator, incoming, step * timing.dt)
      : integrator.energy();
  };
}

/** The energy at time t (s) with a wave in addition, which is given on all nodes. */
function energyWith(integrator: Integrator, incoming: Incoming, t: number): number {
  const { u, previous, dt } = integrator;
  const [kept, keptBefore] = [u.slice(), previous.slice()];
  incoming(t, u);
  incoming(t - dt, previous);
  const energy = integrator.energy();
  u.set(kept);
  previous.set(keptBefore);
  return energy;
}

/** An empty trace for a whole run, sampled every `every` steps. */
export const emptyTrace = (
  positions: Float64Array,
  perimeter: number,
  { dt, steps }: Timing,
  every: number,
  order = 1,
): BoundaryTrace => ({
  positions,
  order,
  perimeter,
  interval: every * dt,
  values: new Float64Array((steps / every + 1) * positions.length),
});
