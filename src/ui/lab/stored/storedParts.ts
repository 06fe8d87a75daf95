/** What stored runs and stored series have in common. */
import * as v from 'valibot';
import type { TrainingResult } from '../../../engine/train/progress.ts';

export const finite = v.pipe(v.number(), v.finite());
export const error = v.pipe(finite, v.minValue(0));
/** Not a number where there was nothing to be measured. */
export const measured = v.union([error, v.nan()]);
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A learning rate: one number for all weights, or automatic. */
export const rate = v.union([finite, v.literal('auto')]);

/** What every result has; of the rest only its own version of the page knows. */
const someResult = v.object({
  train: measured,
  test: measured,
  rate,
  testErrors: v.object({ relativeL2: measured, samples: count, silent: count }),
});

export const result = v.custom<TrainingResult>((value) => v.is(someResult, value));

/** Why a network had ended for good. */
export const failure = v.object({ error: v.string(), diverged: v.boolean() });
