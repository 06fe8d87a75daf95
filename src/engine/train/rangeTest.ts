/**
 * The range test: short runs at several peak rates, each with the whole schedule in small, from the same initial
 * weights and on the same batches. Their batch errors at the end speak for a rate
 * (`bestRate`).
 */
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment, NetworkId } from '../experiment/schema.ts';
import { startingModel } from './course.ts';
import { DivergedError } from './metrics.ts';
import { trialSteps } from './steps.ts';
import { Trainer } from './trainer.ts';
import { StepWindows } from './windows.ts';

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
  const steps = trialSteps(training.steps);
  const trainer = new Trainer(await startingModel(experiment, id), training, data, { steps, rate });
  try {
    const errors: number[] = [];
    const windows = new StepWindows();
    while (!trainer.finished) {
      await windows.run(trainer, steps, shouldPause, (taken) => errors.push(...taken));
      if (shouldPause()) return undefined;
    }
    await windows.drain();
    const last = errors.slice(-Math.ceil(steps / 4));
    return last.reduce((total, error) => total + error, 0) / last.length;
  } catch (error) {
    if (error instanceof DivergedError) return Infinity;
    throw error;
  } finally {
    trainer.dispose();
  }
}
