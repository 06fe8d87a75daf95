/** All networks that were trained so far as tables for other programs. Units stand in the headers. */
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { getValue, leaves } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { toCsv, type Row } from '../../engine/files/table.ts';
import { samplesPhrase } from '../lab/samplesOn.ts';
import { networkTitle, type Entry } from './entry.ts';
import { fileKeyOf, seedKeys } from './family.ts';
import { pointsOf, type Point } from './points.ts';

/** Always there, since what was trained again with another one is the same network otherwise. */
const seeds: readonly string[] = seedKeys;

/** What the entries say themselves, and what belongs to the other networks of a link. */
const said = /^(a\.|[cd]\.|b\.(format|rank|width|like|route|rate)$|networks$|reference$|backend$)/;

/** Settings in which the networks differ, and the seeds, as a row for each network; keys are those of links. */
function settingsOf(experiments: readonly Experiment[]): Record<string, string>[] {
  const texts = leaves
    .filter(({ key }) => !said.test(key))
    .map(({ key, field }) => ({
      key,
      title: 'unit' in field && field.unit ? `${key} (${field.unit})` : key,
      values: experiments.map((one) => formatFieldValue(field, getValue(one, key))),
    }))
    .filter(({ key, values }) => seeds.includes(key) || new Set(values).size > 1);
  return experiments.map((_, i) =>
    Object.fromEntries(texts.map(({ title, values }) => [title, values[i]])),
  );
}

/** What is the same for all seeds. */
const sizesOf = (entry: Entry) => ({
  network: networkTitle(entry),
  format: entry.format,
  rank: entry.rank,
  channels: entry.width,
  compressed: entry.format === 'classical' ? '' : `${entry.route} training`,
  'parameters (count)': entry.parameters,
  'convolution_parameters (count)': entry.convolutionParameters,
  'macs_per_forecast (count)': entry.macs,
});

/** Own data, where any of the networks was trained on it; the fingerprint tells files of the same name apart. */
function filesOf(entries: readonly Entry[]): Record<string, string>[] {
  const some = entries.some(({ file }) => file !== undefined);
  return entries.map(({ file = '', group }): Record<string, string> =>
    some ? { data_file: file, data_file_fingerprint: fileKeyOf(group) ?? '' } : {},
  );
}

/** Where a GPU has simulated the samples of any of the networks. */
function samplesOf(entries: readonly Entry[]): Record<string, string>[] {
  const some = entries.some(({ samplesOn }) => samplesOn !== undefined);
  return entries.map(({ samplesOn }): Record<string, string> =>
    some ? { samples: samplesPhrase(samplesOn) ?? '' } : {},
  );
}

const rateSource = ({ rate, searched }: Entry): string => {
  if (searched) return 'range test';
  return rate === 'auto' ? 'rule' : 'settings';
};

const resultsOf = (entry: Entry) => ({
  learning_rate: entry.rate,
  learning_rate_from: rateSource(entry),
  state: entry.diverged ? 'diverged' : 'finished',
  'train_relative_l2 (fraction)': entry.train,
  'test_relative_l2 (fraction)': entry.test,
  'test_scaled_median_l1 (fraction)': entry.medianL1,
  'test_samples_silent (count)': entry.silent,
  'step_time (ms)': entry.stepMs,
  backend: entry.backend,
  'ended (UTC)': new Date(entry.date).toISOString(),
});

const linkOf = ({ link }: Entry, page: string): string => `${page}#${link.replace(/^#/, '')}`;

/**
 * One row per network, in the order given: name, format and rank, the settings that are not the same for all, counts,
 * errors (fractions), time of a step (ms) and the link in which it is network B. `page` is the address that the links
 * belong to, without a hash.
 */
export function entryRows(entries: readonly Entry[], page: string): Row[] {
  const settings = settingsOf(entries.map(({ link }) => decodeLink(link).experiment));
  const files = filesOf(entries);
  const samples = samplesOf(entries);
  return entries.map((entry, i) => ({
    ...sizesOf(entry),
    ...files[i],
    ...samples[i],
    ...settings[i],
    ...resultsOf(entry),
    link: linkOf(entry, page),
  }));
}

const known = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

const pointRow = (
  { entries, latest, test, train, medianL1, stepMs, rates }: Point,
  page: string,
): Row => ({
  ...sizesOf(latest),
  'seeds (count)': entries.length,
  'diverged (count)': entries.filter(({ diverged }) => diverged).length,
  learning_rate_smallest: rates?.[0],
  learning_rate_largest: rates?.[1],
  'train_relative_l2_mean (fraction)': known(train.mean),
  'train_relative_l2_deviation (fraction)': train.deviation,
  'test_relative_l2_mean (fraction)': known(test.mean),
  'test_relative_l2_deviation (fraction)': test.deviation,
  'test_scaled_median_l1_mean (fraction)': known(medianL1.mean),
  'test_scaled_median_l1_deviation (fraction)': medianL1.deviation,
  'step_time_median (ms)': stepMs,
  link: linkOf(latest, page),
});

/** One row per network with all its seeds: means and standard deviations, as in the table of the page, and the link of the newest. */
export const pointRows = (points: readonly Point[], page: string): Row[] =>
  points.map((point) => pointRow(point, page));

export const entriesCsv = (entries: readonly Entry[], page: string): string =>
  toCsv(entryRows(entries, page));

export const pointsCsv = (points: readonly Point[], page: string): string =>
  toCsv(pointRows(points, page));

/** What a JSON file of results begins with. */
export const RESULTS = { application: 'slimwave', content: 'networks', version: 1 } as const;

/** Both tables, and the entries themselves, which the page opens again. */
export const resultsOfEntries = (entries: readonly Entry[], page: string) => ({
  ...RESULTS,
  table: pointRows(pointsOf(entries), page),
  networks: entryRows(entries, page),
  entries,
});
