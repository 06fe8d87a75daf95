/** What a run ends with: the errors over whole sets, and the time of a forecast. */
import type { DataSets, SetName } from '../data/dataset.ts';
import { halfQuartileRange, median } from '../math.ts';
import type { Errors } from './errors.ts';
import type { TrainingResult } from './progress.ts';
import type { Trainer } from './trainer.ts';
import { exclusive } from './mutex.ts';

const TIMED_FORECASTS = 5;

type FinalErrors = Pick<TrainingResult, 'train' | 'test' | 'testErrors' | 'shiftedErrors'>;

/** Errors over all samples; undefined as soon as `evaluate`, which takes a set and a count, is interrupted. */
export async function finalErrors(
  sets: DataSets,
  evaluate: (set: SetName, count: number) => Promise<Errors | undefined>,
): Promise<FinalErrors | undefined> {
  const train = await evaluate('train', sets.train.count);
  if (train === undefined) return undefined;
  const test = await evaluate('test', sets.test.count);
  if (test === undefined) return undefined;
  const { count } = sets.shifted;
  const shifted = count > 0 ? await evaluate('shifted', count) : undefined;
  if (count > 0 && shifted === undefined) return undefined;
  return {
    train: train.relativeL2,
    test: test.relativeL2,
    testErrors: test,
    shiftedErrors: shifted,
  };
}

/** Median time of the forecast of one sample, and its scatter (ms). */
export async function forecastTime(
  trainer: Trainer,
  { test }: DataSets,
): Promise<Pick<TrainingResult, 'forecastMs' | 'forecastMsScatter'>> {
  const times: number[] = [];
  for (let i = 0; i < TIMED_FORECASTS; i++) {
    await exclusive(async () => {
      const started = performance.now();
      await trainer.forecast(test.inputs.subarray(0, test.inputSize));
      times.push(performance.now() - started);
    });
  }
  return { forecastMs: median(times), forecastMsScatter: halfQuartileRange(times) };
}
