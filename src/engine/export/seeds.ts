/** What the seeds of a series have shown, as tables: every run, and what they say together. */
import { CONFIDENCE, verdict } from '../repeats.ts';
import type { NetworkId } from '../experiment/network.ts';
import { differenceOf, faultsOf, scatterOf, type SeedRun } from '../train/series.ts';

const known = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) ? value : undefined;

/** One row for every seed and network; errors are fractions, times in ms. */
export const seedRows = (done: readonly SeedRun[], ids: readonly NetworkId[]) =>
  done.flatMap(({ initSeed, shuffleSeed, networks }) =>
    ids.map((id) => {
      const { result, failure } = networks[id] ?? {};
      return {
        weights_seed: initSeed,
        order_seed: shuffleSeed,
        network: id,
        train_relative_l2: known(result?.train),
        test_relative_l2: known(result?.test),
        learning_rate: result?.rate,
        step_ms: known(result?.stepMs),
        forecast_ms: known(result?.forecastMs),
        failure: failure?.error,
      };
    }),
  );

/** The learning curves of all seeds. */
export const seedCurveRows = (done: readonly SeedRun[], ids: readonly NetworkId[]) =>
  done.flatMap(({ initSeed, networks }) =>
    ids.flatMap((id) =>
      (networks[id]?.curve ?? []).map(({ step, train, test }) => ({
        weights_seed: initSeed,
        network: id,
        step,
        train_relative_l2: train,
        test_relative_l2: test,
      })),
    ),
  );

/**
 * One row a network: mean and standard deviation over the seeds, and the paired difference of the test error to the
 * reference with half the width of its 95 % confidence interval.
 */
export function seedStatistics(
  done: readonly SeedRun[],
  ids: readonly NetworkId[],
  reference: NetworkId,
) {
  return ids.map((id) => {
    const test = scatterOf(done, id);
    const train = scatterOf(done, id, ({ result }) => result?.train);
    const row = {
      network: id,
      seeds: done.length,
      failed: test.failed + faultsOf(done, id),
      test_relative_l2_mean: known(test.mean),
      test_relative_l2_deviation: test.deviation,
      train_relative_l2_mean: known(train.mean),
      train_relative_l2_deviation: train.deviation,
    };
    if (id === reference) return row;
    const paired = differenceOf(done, id, reference);
    const { kind, sentence } = verdict(paired);
    return {
      ...row,
      reference,
      pairs: paired.count,
      difference_mean: known(paired.mean),
      difference_deviation: paired.deviation,
      [`difference_half_width_${100 * CONFIDENCE}`]: paired.halfWidth,
      better_in: paired.wins,
      worse_in: paired.losses,
      verdict: kind,
      verdict_text: sentence,
    };
  });
}
