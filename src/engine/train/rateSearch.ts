/**
 * The range test: short runs at several peak rates, each with the whole schedule in small, from the same initial
 * weights and on the same batches. Their batch errors at the end speak for a rate
 * (`bestRate`).
 */
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { startingModel } from './course.ts';
import { DivergedError } from './errors.ts';
import { meanOfKnown } from '../math.ts';
import { trialSteps } from './steps.ts';
import { Trainer } from './trainer.ts';
import { StepWindows } from './windows.ts';

/**
 * Mean of the last `count` batch errors. Batches of silent samples have none (NaN): where the last ones all are,
 * earlier ones are taken. Infinite without any, so that such a trial speaks for no rate.
 */
export function endError(errors: readonly number[], count: number): number {
  const known = errors.filter((error) => !Number.isNaN(error));
  return known.length > 0 ? meanOfKnown(known.slice(-count)) : Infinity;
}

/**
 * Mean relative batch error over the last quarter of a short run (`endError`); infinite if it diverges, undefined if
 * it was interrupted.
 */
export async function tryRate(
  experiment: Experiment,
  id: NetworkId,
  data: SampleSet,
  rate: number,
  shouldPause: () => boolean,
  breathe?: () => Promise<void>,
): Promise<number | undefined> {
  const { training } = experiment;
  const steps = trialSteps(training.steps);
  const trainer = new Trainer(await startingModel(experiment, id), training, data, { steps, rate });
  try {
    const errors: number[] = [];
    const windows = new StepWindows(undefined, breathe);
    while (!trainer.finished) {
      await windows.run(trainer, steps, shouldPause, (taken) => errors.push(...taken));
      if (shouldPause()) return undefined;
    }
    await windows.drain();
    return endError(errors, Math.ceil(steps / 4));
  } catch (error) {
    if (error instanceof DivergedError) return Infinity;
    throw error;
  } finally {
    trainer.dispose();
  }
}
