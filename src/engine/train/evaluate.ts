import type { SampleSet } from '../data/dataset.ts';
import type { Visible } from '../data/visible.ts';
import { assertBounded, ErrorMeter, type Errors } from './errors.ts';
import type { Trainer } from './trainer.ts';
import { exclusive } from './mutex.ts';

/** Samples per forecast at most; never more than a training step, whose memory was checked. */
const CHUNK = 16;

export const forecastBatch = ({ batchSize }: Pick<Trainer, 'batchSize'>): number =>
  Math.min(CHUNK, batchSize);

/**
 * Errors over the first `count` samples of a set; `least` is the smallest value of the training fields;
 * what is not `visible` of a sample is left out. After
 * every chunk `goOn` is asked; if it resolves to false, the evaluation ends with undefined. Throws
 * `DivergedError` over the training set only: a large error on other samples can be extrapolation.
 */
export async function evaluate(
  trainer: Trainer,
  set: SampleSet,
  count: number,
  least: number,
  visible: Visible,
  goOn: () => Promise<boolean>,
): Promise<Errors | undefined> {
  const total = Math.min(count, set.count);
  const meter = new ErrorMeter(set.size, least, set.frames);
  const chunk = forecastBatch(trainer);
  for (let start = 0; start < total; start += chunk) {
    const end = Math.min(start + chunk, total);
    const inputs = set.inputs.subarray(start * set.inputSize, end * set.inputSize);
    const output = await exclusive(() => trainer.forecast(inputs));
    for (let i = start; i < end; i++) {
      meter.add(
        visible(i, output.subarray((i - start) * set.size, (i - start + 1) * set.size)),
        visible(i, set.fields.subarray(i * set.size, (i + 1) * set.size)),
        set.norms[i],
      );
    }
    if (!(await goOn())) return undefined;
  }
  if (set === trainer.data && trainer.done > 0) {
    assertBounded(meter.squaredErrors, meter.norms, set.size, trainer.step);
  }
  return meter.errors();
}
