import type { SampleSet } from '../data/dataset.ts';
import { PARAMETERS } from '../nets/plan.ts';
import { relativeL2 } from './metrics.ts';
import type { Trainer } from './trainer.ts';

/** Test samples behind a point of the curve; the final error is taken over all of them. */
export const CURVE_TEST_SAMPLES = 64;

/** Samples per forecast while evaluating: bounds the memory of the activations. */
const CHUNK = 16;

/**
 * Relative L2 error over the first `count` samples of a set. Resolves after every chunk to the event
 * loop through `breathe`, so that a worker stays responsive.
 */
export async function evaluate(
  trainer: Trainer,
  set: SampleSet,
  count = set.count,
  breathe: () => Promise<void> = async () => {},
): Promise<number> {
  const errors = new Float64Array(Math.min(count, set.count));
  for (let start = 0; start < errors.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, errors.length);
    const output = await trainer.forecast(
      set.parameters.subarray(start * PARAMETERS, end * PARAMETERS),
    );
    for (let i = start; i < end; i++) {
      let squares = 0;
      for (let k = 0; k < set.size; k++) {
        squares += (output[(i - start) * set.size + k] - set.fields[i * set.size + k]) ** 2;
      }
      errors[i] = squares;
    }
    await breathe();
  }
  return relativeL2(errors, set.norms);
}
