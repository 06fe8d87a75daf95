import type { SampleSet } from '../data/dataset.ts';
import { assertBounded, relativeL2 } from './metrics.ts';
import type { Trainer } from './trainer.ts';

/** Test samples behind a point of the curve; the final error is taken over all of them. */
export const CURVE_TEST_SAMPLES = 64;

/** Samples per forecast at most; never more than a training step, whose memory was checked. */
const CHUNK = 16;

/**
 * Relative L2 error over the first `count` samples of a set. After every chunk `goOn` is asked; if it
 * resolves to false, the evaluation ends with undefined. Throws `DivergedError`.
 */
export async function evaluate(
  trainer: Trainer,
  set: SampleSet,
  count: number,
  goOn: () => Promise<boolean>,
): Promise<number | undefined> {
  const errors = new Float64Array(Math.min(count, set.count));
  const chunk = Math.min(CHUNK, trainer.batchSize);
  for (let start = 0; start < errors.length; start += chunk) {
    const end = Math.min(start + chunk, errors.length);
    const output = await trainer.forecast(
      set.parameters.subarray(start * set.inputs, end * set.inputs),
    );
    for (let i = start; i < end; i++) {
      let squares = 0;
      for (let k = 0; k < set.size; k++) {
        squares += (output[(i - start) * set.size + k] - set.fields[i * set.size + k]) ** 2;
      }
      errors[i] = squares;
    }
    if (!(await goOn())) return undefined;
  }
  assertBounded(errors, set.size, trainer.step);
  return relativeL2(errors, set.norms);
}
