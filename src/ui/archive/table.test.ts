import { describe, expect, it } from 'vitest';
import { decodeLink } from '../../engine/opening/link.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { endedEntry, quick } from './entry.testing.ts';
import { groupOf } from './entry.ts';
import { pointsOf } from './points.ts';
import { openResults } from './results.ts';
import { entriesCsv, pointsCsv, resultsOfEntries } from './table.ts';

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
    'Narrow classical as Layer CP, 29%',
    'Layer CP, 29%',
    'Layer CP, 29%',
  ]);
  for (const [i, row] of rows.entries()) {
    const entry = entries[i];
    expect(row).toMatchObject({
      format: entry.format,
      rank: entry.rank,
      channels: entry.width,
      learning_rate: String(entry.rate),
      'parameters (count)': String(entry.parameters),
      'convolution_parameters (count)': String(entry.convolutionParameters),
      'macs_per_forecast (count)': String(entry.macs),
      'data.seed': String(experiment.data.seed),
      'training.initSeed': String(experiment.training.initSeed),
      backend: 'wasm',
      'ended (UTC)': '2027-01-15T08:00:00.000Z',
    });
    const [page, hash] = row.link.split('#');
    expect(page).toBe(PAGE);
    expect(decodeLink(hash).experiment).toEqual(decodeLink(entry.link).experiment);
  }
  expect(rows.map((row) => row['test_relative_l2 (fraction)'])).toEqual(['0.25', '0.125', '']);
  expect(rows.map((row) => row['test_samples_silent (count)'])).toEqual(['', '2', '']);
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished', 'diverged']);
  expect(rows.map((row) => row['step_time (ms)'])).toEqual(['3', '3', '']);
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

it('says of networks whose samples a GPU has simulated that it has', () => {
  const entry = endedEntry(experiment, 'b', 0.1);
  const onGpu = { ...entry, samplesOn: 'webgpu' } as const;
  expect(parse(entriesCsv([entry], PAGE))[0]).not.toHaveProperty('samples');
  const rows = parse(entriesCsv([entry, onGpu], PAGE));
  expect(rows.map(({ samples }) => samples)).toEqual(['', 'samples simulated on WebGPU']);
  expect(openResults(JSON.stringify(resultsOfEntries([onGpu], PAGE))).entries).toEqual([onGpu]);
});

it('of no networks there is no table', () => {
  expect(entriesCsv([], PAGE)).toBe('');
});

const seeds = [1, 2, 3].map((seed) => withValue(experiment, 'training.initSeed', seed));
const series = seeds.map((run, i) => endedEntry(run, 'b', [0.1, 0.2, 0.3][i]));

it('has one row for a network with all its seeds: mean and deviation', () => {
  const points = pointsOf([...series, endedEntry(withValue(experiment, 'data.seed', 9), 'b')]);
  const [row, ...others] = parse(pointsCsv(points, PAGE));
  expect(others).toEqual([]);
  expect(row).toMatchObject({ network: 'Layer CP, 29%', 'seeds (count)': '4' });
  expect(row['diverged (count)']).toBe('1');
  expect(row.link).toMatch(/^https:\/\/example\.org\/slimwave\/#v=/);
  expect(Number(row['test_relative_l2_mean (fraction)'])).toBeCloseTo(0.2, 12);
  expect(Number(row['test_relative_l2_deviation (fraction)'])).toBeCloseTo(0.1, 12);
});

it('names the unit of every setting that has one', () => {
  const longer = withValue(experiment, 'scene.duration', experiment.scene.duration + 0.1);
  const [row] = parse(
    entriesCsv([endedEntry(experiment, 'b', 0.1), endedEntry(longer, 'b', 0.1)], PAGE),
  );
  expect(row['scene.duration (s)']).toBe(String(experiment.scene.duration));
});

describe('a file of results', () => {
  const entries = [...series, endedEntry(narrow, 'a', 0.25), endedEntry(experiment, 'a')];
  const text = JSON.stringify(resultsOfEntries(entries, PAGE));

  it('has the tables, and is opened with the same entries', () => {
    expect(openResults(text)).toEqual({ entries, damaged: 0 });
    const { table, networks } = JSON.parse(text) as Record<string, object[]>;
    expect([table.length, networks.length]).toEqual([3, 5]);
  });

  it.each([
    ['an experiment', '{"v": 1}', /not a file of results/],
    ['half a file', text.slice(0, 300), /damaged/],
    ['of another version', text.replace('"version":1', '"version":2'), /another version/],
    ['without networks', JSON.stringify(resultsOfEntries([], PAGE)), /no network/],
  ])('that is none is refused with a sentence: %s', (_, content, sentence) => {
    expect(() => openResults(content)).toThrow(sentence);
  });

  it('is opened without what is damaged in it', () => {
    const damaged = {
      ...resultsOfEntries(entries, PAGE),
      entries: [{ ...entries[0], test: -1 }, entries[1]],
    };
    expect(openResults(JSON.stringify(damaged))).toEqual({ entries: [entries[1]], damaged: 1 });
  });
});
