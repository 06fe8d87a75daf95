/** All networks that were trained so far as one table for other programs. */
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { getValue, leaves } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { toCsv } from '../../engine/files/table.ts';
import { networkTitle, type Entry } from './entry.ts';

/** Always there, since what was trained again with another one is the same network otherwise. */
const seeds = ['data.seed', 'training.initSeed', 'training.shuffleSeed'];

/** What the entries say themselves, and what belongs to the other networks of a link. */
const said =
  /^(a\.|[cd]\.|b\.(format|rank|width|like|route|rate|search)$|networks$|reference$|backend$)/;

/** Settings in which the networks differ, and the seeds, as a row for each network; keys are those of links. */
function settingsOf(experiments: readonly Experiment[]): Record<string, string>[] {
  const texts = leaves
    .filter(({ key }) => !said.test(key))
    .map(({ key, field }) => ({
      key,
      values: experiments.map((one) => formatFieldValue(field, getValue(one, key))),
    }))
    .filter(({ key, values }) => seeds.includes(key) || new Set(values).size > 1);
  return experiments.map((_, i) =>
    Object.fromEntries(texts.map(({ key, values }) => [key, values[i]])),
  );
}

const resultsOf = (entry: Entry) => ({
  learning_rate: entry.rate,
  learning_rate_from: entry.searched ? 'range test' : 'settings',
  convolution_parameters: entry.convolutionParameters,
  parameters: entry.parameters,
  macs_per_forecast: entry.macs,
  state: entry.diverged ? 'diverged' : 'finished',
  train_relative_l2: entry.train,
  test_relative_l2: entry.test,
  test_scaled_median_l1: entry.medianL1,
  test_samples_silent: entry.silent,
  step_ms: entry.stepMs,
  backend: entry.backend,
  ended: new Date(entry.date).toISOString(),
});

/**
 * One row per network, in the order given: name, format and rank, the settings that are not the same for all, counts,
 * errors (fractions), time of a step (ms) and the link in which it is network B. `page` is the address that the links
 * belong to, without a hash.
 */
export function entriesCsv(entries: readonly Entry[], page: string): string {
  const settings = settingsOf(entries.map(({ link }) => decodeLink(link).experiment));
  return toCsv(
    entries.map((entry, i) => ({
      network: networkTitle(entry),
      format: entry.format,
      rank: entry.rank,
      channels: entry.width,
      compressed: entry.format === 'classical' ? '' : `${entry.route} training`,
      ...settings[i],
      ...resultsOf(entry),
      link: `${page}#${entry.link.replace(/^#/, '')}`,
    })),
  );
}
