/** Samples in which there is hardly anything to forecast. */
import { hasScene } from '../tasks/io.ts';
import type { Experiment } from '../experiment/schema.ts';

/**
 * A field whose root mean square is below this share of the training set's is silent: what is left of the wave there is
 * no measure of an error, and a mean of ratios would be the mean of its reciprocals. All samples of the presets lie
 * above 0.37.
 */
export const SILENT = 0.1;

/** Euclidean norm below which a scaled field of so many values is silent. */
export const silentNorm = (size: number): number => SILENT * Math.sqrt(size);

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
  return hasScene(experiment)
    ? `Hardly any wave reaches the zone in ${samples} (root mean square below ${share}): relative errors leave them out. A longer duration, or a zone nearer to the source, lets more of them count.`
    : `In ${samples} the field hardly differs from the mean of the training samples (root mean square below ${share}): relative errors leave them out.`;
}
