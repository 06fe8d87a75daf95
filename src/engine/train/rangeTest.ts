/**
 * The range test: short runs at several peak rates, each with the whole schedule in small, from the same initial
 * weights and on the same batches. The rate with the smallest batch error at the end is taken.
 */
import type { SampleSet } from '../data/dataset.ts';
import { yieldToEvents } from '../events.ts';
import type { Experiment, NetworkId, NetworkSpec } from '../experiment/schema.ts';
import { startingModel } from './course.ts';
import { DivergedError } from './metrics.ts';
import { Trainer } from './trainer.ts';

/** Around the rate that the settings name. */
const FACTORS = [0.25, 0.5, 1, 2, 4];
/** Length of a trial: this share of the training, within limits. */
const SHARE = 0.06;
const [FEWEST, MOST] = [20, 100];

const MAX_RATE = 0.5;

/** The rates to try; none where the range test is off. */
export const candidateRates = ({ search, rate }: Pick<NetworkSpec, 'search' | 'rate'>): number[] =>
  search === 'off' ? [] : FACTORS.map((factor) => Math.min(MAX_RATE, factor * rate));

/**
 * Mean relative batch error over the last quarter of a short run; infinite if it diverges, undefined if it was
 * interrupted.
 */
export async function tryRate(
  experiment: Experiment,
  id: NetworkId,
  data: SampleSet,
  rate: number,
  shouldPause: () => boolean,
): Promise<number | undefined> {
  const { training } = experiment;
  const steps = Math.min(MOST, Math.max(FEWEST, Math.round(SHARE * training.steps)));
  const trainer = new Trainer(await startingModel(experiment, id), training, data, { steps, rate });
  try {
    const errors: number[] = [];
    while (!trainer.finished) {
      trainer.trainStep();
      if (trainer.done % 8 === 0 || trainer.finished) {
        errors.push(...(await trainer.takeBatchErrors()));
        await yieldToEvents();
      }
      if (shouldPause()) return undefined;
    }
    const last = errors.slice(-Math.ceil(steps / 4));
    return last.reduce((total, error) => total + error, 0) / last.length;
  } catch (error) {
    if (error instanceof DivergedError) return Infinity;
    throw error;
  } finally {
    trainer.dispose();
  }
}
