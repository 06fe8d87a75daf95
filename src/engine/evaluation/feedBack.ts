/**
 * Forecasts over many intervals from one that knows a single interval.
 *
 * The propagator forecasts u(T) from a field u(0) at rest. To take u(T) for a field at rest again would throw its velocity
 * away: whoever did that with the exact propagator would be wrong after two intervals. But every mode of the wave
 * equation moves as cos ωt, and
 *
 *   cos ω(k + 1)T = 2 cos ωT · cos ωkT − cos ω(k − 1)T,
 *
 * so that û(k + 1) = 2 F(û(k)) − û(k − 1) with û(0) = u(0) and û(1) = F(û(0)) is exact for all k if F is. A linear F
 * with an eigenvalue λ that is not in [−1, 1] makes its part grow without bounds, the faster the farther it is outside.
 */

import { meanOfKnown } from '../math.ts';
import { relativeL2OfField } from '../metrics.ts';

/** Intervals T over which forecasts are fed back. */
export const INTERVALS = 16;

/** Error (relative L2) beyond which nothing is left to learn from going on. */
export const LOST = 10;

export interface FeedBack {
  /** T (s). */
  interval: number;
  /** Mean relative L2 error over the samples after 1, 2, … intervals; ends where it is beyond `LOST`. */
  errors: number[];
  /** Test samples behind it: the first ones of the set. */
  samples: number;
}

/** The field at the next interval, from those at this one and the one before, and the forecast from this one; in place of the one before. */
export function stepForward(before: Float32Array, forecast: ArrayLike<number>): Float32Array {
  return before.map((value, i) => 2 * forecast[i] - value);
}

/**
 * Mean over samples of ‖û(k) − u(k)‖/‖u(k)‖ for k = 1, 2, …; `starts` are the fields u(0), `truth(sample, k)` the exact
 * ones in the same unit, and `forecast` is F of several fields, one after the other. Undefined if `goOn` resolves to false.
 */
export async function fedBackErrors(
  starts: readonly Float32Array[],
  truth: (sample: number, k: number) => Float32Array,
  forecast: (fields: Float32Array) => Promise<Float32Array>,
  goOn: () => Promise<boolean>,
): Promise<number[] | undefined> {
  const size = starts[0].length;
  let before = joined(starts);
  let now = await forecast(before);
  const errors: number[] = [];
  for (let k = 1; k <= INTERVALS; k++) {
    const single = starts.map((_, i) =>
      relativeL2OfField(now.subarray(i * size, (i + 1) * size), truth(i, k)),
    );
    const error = meanOfKnown(single);
    errors.push(error);
    if (!(error <= LOST) || k === INTERVALS) break;
    if (!(await goOn())) return undefined;
    [before, now] = [now, stepForward(before, await forecast(now))];
  }
  return errors;
}

function joined(fields: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(fields.length * fields[0].length);
  fields.forEach((field, i) => all.set(field, i * field.length));
  return all;
}
