/** Samples in which there is hardly anything to forecast. */
import { SILENT } from '../metrics.ts';
import type { Experiment } from '../experiment/schema.ts';
import { originOf } from '../tasks/index.ts';

interface SilentSamples {
  count: Readonly<Record<'train' | 'test', number>>;
  silent: Readonly<Record<'train' | 'test', number>>;
}

/** What the user should know of silent samples, if there are any. */
export function silenceNote(
  experiment: Pick<Experiment, 'task'>,
  { count, silent }: SilentSamples,
): string | undefined {
  if (silent.train + silent.test === 0) return undefined;
  const samples = `${silent.train} of ${count.train} training samples and ${silent.test} of ${count.test} test samples`;
  const share = `${100 * SILENT} % of the training samples’`;
  return originOf(experiment).words.silent(samples, share);
}
