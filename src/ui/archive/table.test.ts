import { expect, it } from 'vitest';
import { decodeLink } from '../../engine/opening/link.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { endedEntry, quick } from './entry.testing.ts';
import { groupOf } from './entry.ts';
import { entriesCsv } from './table.ts';

const PAGE = 'https://example.org/slimwave/';

/** The fields of a table whose fields may be quoted. */
function parse(csv: string): Record<string, string>[] {
  const [keys, ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
  return rows.map((row) => Object.fromEntries(keys.map((key, i) => [key, row[i]])));
}

const { experiment } = quick;
const narrow = withValue(experiment, 'a.width', 'matched');

it('has every network with its counts, errors, time and link', () => {
  const entries = [
    endedEntry(narrow, 'a', 0.25),
    endedEntry(narrow, 'b', 0.125, 2),
    endedEntry(withValue(experiment, 'b.rate', 0.5), 'b'),
  ];
  const rows = parse(entriesCsv(entries, PAGE));
  expect(rows).toHaveLength(3);
  expect(rows.map(({ network }) => network)).toEqual([
    'Narrow classical as Kernel CP, 30%',
    'Kernel CP, 30%',
    'Kernel CP, 30%',
  ]);
  for (const [i, row] of rows.entries()) {
    const entry = entries[i];
    expect(row).toMatchObject({
      format: entry.format,
      rank: entry.rank,
      channels: entry.width,
      learning_rate: String(entry.rate),
      parameters: String(entry.parameters),
      convolution_parameters: String(entry.convolutionParameters),
      macs_per_forecast: String(entry.macs),
      'data.seed': String(experiment.data.seed),
      'training.initSeed': String(experiment.training.initSeed),
      backend: 'wasm',
      ended: '2027-01-15T08:00:00.000Z',
    });
    const [page, hash] = row.link.split('#');
    expect(page).toBe(PAGE);
    expect(decodeLink(hash).experiment).toEqual(decodeLink(entry.link).experiment);
  }
  expect(rows.map((row) => row.test_relative_l2)).toEqual(['0.25', '0.125', '']);
  expect(rows.map((row) => row.test_samples_silent)).toEqual(['', '2', '']);
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished', 'diverged']);
  expect(rows.map((row) => row.step_ms)).toEqual(['3', '3', '']);
});

it('has the settings that are not the same for all, by the keys of links, and no others', () => {
  const other = withValue(withValue(experiment, 'net.width', 20), 'data.seed', 9);
  const entries = [experiment, other].map((run) => endedEntry(run, 'b', 0.1));
  expect(groupOf(experiment)).not.toBe(groupOf(other));
  const rows = parse(entriesCsv(entries, PAGE));
  expect(rows.map((row) => row['net.width'])).toEqual([String(experiment.net.width), '20']);
  expect(rows.map((row) => row['data.seed'])).toEqual([String(experiment.data.seed), '9']);
  expect(Object.keys(rows[0]).filter((key) => key.includes('.'))).toEqual([
    'data.seed',
    'net.width',
    'training.initSeed',
    'training.shuffleSeed',
  ]);
});

it('of no networks there is no table', () => {
  expect(entriesCsv([], PAGE)).toBe('');
});
