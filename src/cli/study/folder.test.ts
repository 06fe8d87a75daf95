import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  type writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findPreset } from '../../engine/experiment/presets.ts';
import {
  isDone,
  keepTables,
  laterFiles,
  leftOut,
  pathOf,
  readFolder,
  resultsOf,
} from './folder.ts';
import { planStudy } from './plan.ts';
import { reserveFile, writeWhole } from '../wholeFile.ts';
import { readRunFile, readTables, runFile, tablesFile, type RunResult } from './result.ts';
import { settingsText } from './settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'slimwave-folder-'));
const empty = () => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
};
beforeEach(empty);
afterAll(() => rmSync(folder, { recursive: true }));

const quick = { id: 'quick', experiment: findPreset('quick')!.experiment };
const runs = planStudy({ presets: [quick], seeds: [1, 2], keeps: [0.5], after: [] }).slice(0, 4);

const resultOf = ({ id, preset, seed, role, format, keep, experiment }: (typeof runs)[number]) =>
  ({
    id,
    settings: settingsText(experiment),
    preset,
    seed,
    role,
    format,
    keep,
    parameters: 100,
    convolutionParameters: 80,
    macs: 1000,
    test: 0.1,
    seconds: 2,
  }) satisfies RunResult;

const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const store = (run: (typeof runs)[number], change: Partial<RunResult> = {}) =>
  writeWhole(pathOf(folder, run), runFile({ ...resultOf(run), ...change }));
const read = () => readFolder(folder, folder);
const done = () => [...resultsOf(read(), runs).keys()];

describe('files of runs', () => {
  it('are read as they were written; numbers that are none are left out', () => {
    const result = { ...resultOf(runs[0]), stepMs: NaN, note: 'a' };
    const file = readRunFile(runFile(result));
    expect(file).toEqual({ kind: 'result', result: { ...resultOf(runs[0]), note: 'a' } });
  });

  it('of other settings stand beside each other', () => {
    store(runs[0]);
    store(runs[1], {
      settings: resultOf(runs[1]).settings.replace(/training\.steps=\d+/, 'training.steps=9'),
    });
    expect(done()).toEqual([runs[0].id]);
    expect(leftOut(read(), runs)).toEqual([
      expect.stringMatching(/^1 result is made with other settings.*quick_seed1_narrow/),
    ]);
    const other = planStudy({
      presets: [
        { id: 'quick', experiment: { ...quick.experiment, backend: 'wasm' } },
        {
          id: 'more',
          experiment: { ...quick.experiment, net: { ...quick.experiment.net, width: 5 } },
        },
      ],
      seeds: [1],
      keeps: [0.5],
      after: [],
    });
    expect(pathOf('', other[0])).toBe(pathOf('', runs[0]));
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 200), /1 result is damaged/],
    ['empty', () => '', /damaged/],
    [
      'without numbers',
      (text: string) => text.replace('"macs": 1000', '"macs": "many"'),
      /damaged/,
    ],
    ['of a later version', (text: string) => text.replace('"version": 1', '"version": 9'), /later/],
  ])('that are %s are named and not used', (_, spoil, sentence) => {
    store(runs[0]);
    const file = pathOf(folder, runs[0]);
    put(path.basename(file), spoil(readFileSync(file, 'utf8')));
    expect(done()).toEqual([]);
    expect(isDone(file)).toBe(false);
    expect(leftOut(read(), runs).join()).toMatch(sentence);
    expect(laterFiles(read(), runs)).toHaveLength(String(sentence).includes('later') ? 1 : 0);
  });

  it('of other studies are counted; files that are none of runs are not', () => {
    store(runs[0], { id: 'volume_seed1_classical_classical' });
    put('notes.json', '{}');
    put(`${path.basename(pathOf(folder, runs[0]))}.1234.part`, 'x');
    expect(leftOut(read(), runs)).toEqual([expect.stringMatching(/^1 result is of another study/)]);
  });

  it('of another rule for automatic rates are left out, those at rates of their own count', () => {
    const { settings } = resultOf(runs[0]);
    expect(settings).toMatch(/&rates=[\d.,]+$/);
    store(runs[0], { settings: settings.replace(/&rates=.*/, '') });
    store(runs[1], { settings: settings.replace(/&rates=.*/, '&rates=9,9,9') });
    expect(done()).toEqual([]);
    expect(leftOut(read(), runs)).toEqual([
      expect.stringMatching(/^2 results are made with other/),
    ]);
    const networks = quick.experiment.networks.map((network) => ({ ...network, rate: 0.01 }));
    expect(settingsText({ ...quick.experiment, networks })).not.toMatch(/rates=/);
  });

  it('from before there were versions and hashes count', () => {
    const { id } = runs[0];
    put(`${id}.json`, JSON.stringify(resultOf(runs[0])));
    expect(done()).toEqual([id]);
  });
});

describe('tables', () => {
  const results = runs.map(resultOf);

  it('hold all results, and share what their settings have in common', () => {
    const text = tablesFile([], results);
    const back = readTables(text)!;
    expect(back).toHaveLength(runs.length);
    put('study.json', text);
    expect(done()).toEqual(runs.map(({ id }) => id));
    expect(text.length).toBeLessThan(JSON.stringify(results).length);
    // As they stood in the documentation once.
    put('study.json', JSON.stringify(results));
    expect(done()).toEqual(runs.map(({ id }) => id));
  });

  it('of a single run share all of its settings, and spoil no others by a damaged one', () => {
    put('study.json', tablesFile([], results.slice(0, 1)));
    expect(done()).toEqual([runs[0].id]);
    put('study.json', JSON.stringify([null, { id: 'cut off' }, results[1]]));
    expect(done()).toEqual([runs[1].id]);
    expect(leftOut(read(), runs)).toEqual([expect.stringMatching(/^2 results are damaged/)]);
  });

  it('count beside the files of runs, which go first', () => {
    put('study.json', tablesFile([], results));
    store(runs[1], { test: 0.2 });
    const errors = () => runs.map(({ id }) => resultsOf(read(), runs).get(id)?.test);
    expect(errors()).toEqual([0.1, 0.2, 0.1, 0.1]);
    expect(keepTables(folder, read(), resultsOf(read(), runs).values())).toBeUndefined();
    // Cut off: the tables still have it.
    put(path.basename(pathOf(folder, runs[2])), '{"id": ');
    expect(errors()).toEqual([0.1, 0.2, 0.1, 0.1]);
  });

  it('of a later version are named and not used, whatever they hold', () => {
    const later = tablesFile([], results).replace('"version": 1', '"version": 2');
    put('study.json', later);
    expect(done()).toEqual([]);
    expect(leftOut(read(), runs)).toEqual([
      '4 results are written by a later version of Slimwave, and not used: study.json.',
    ]);
    expect(laterFiles(read(), runs)).toEqual(['study.json']);
    expect(laterFiles(read(), [])).toEqual([]);
    expect(readTables('{"version": 2, "runs": {}}')).toEqual([{ kind: 'later', version: 2 }]);
    expect(keepTables(folder, read(), results)).toMatch(/now study.earlier.json/);
    expect(readFileSync(path.join(folder, 'study.earlier.json'), 'utf8')).toBe(later);
  });

  it('and files that hold the same other results count it once', () => {
    const settings = results[0].settings.replace(/training\.steps=\d+/, 'training.steps=9');
    store(runs[0], { settings });
    put('study.json', tablesFile([], [{ ...results[0], settings }]));
    expect(leftOut(read(), runs)).toEqual([expect.stringMatching(/^1 result is made with other/)]);
    expect(done()).toEqual([]);
  });

  it('that hold what new ones would not are moved away', () => {
    put('study.json', tablesFile([], results));
    expect(keepTables(folder, read(), results)).toBeUndefined();
    expect(keepTables(folder, read(), results.slice(1))).toMatch(/now study.earlier.json/);
    expect(readdirSync(folder)).toEqual(['study.earlier.json']);
    put('study.json', 'something else');
    expect(keepTables(folder, read(), results)).toMatch(/now study.earlier-2.json/);
    expect(keepTables(folder, read(), results)).toBeUndefined();
  });
});

describe('a file with room of its own', () => {
  const file = path.join(folder, 'a.json');
  const full = (after: number): typeof writeSync => {
    let calls = 0;
    return ((_: number, bytes: Uint8Array) => {
      if (calls++ < after) return bytes.length;
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }) as typeof writeSync;
  };

  it('is there whole or not at all', () => {
    const reserved = reserveFile(file);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^a\.json\..*\.part$/)]);
    reserved.write('done');
    reserved.release();
    expect(readdirSync(folder)).toEqual(['a.json']);
    expect(readFileSync(file, 'utf8')).toBe('done');
    reserveFile(file).release();
    expect(readFileSync(file, 'utf8')).toBe('done');
  });

  it('replaces what others left behind that were killed', () => {
    put('a.json.12345678.part', '');
    put('b.json.12345678.part', '');
    writeWhole(file, 'done');
    expect(readdirSync(folder).toSorted()).toEqual(['a.json', 'b.json.12345678.part']);
  });

  it('stands a second process that makes the same', () => {
    const [first, second] = [reserveFile(file), reserveFile(file)];
    first.write('one');
    second.write('two');
    expect(readdirSync(folder)).toEqual(['a.json']);
    expect(readFileSync(file, 'utf8')).toBe('one');
  });

  it.each([0, 1])('says that the storage is full after %d writes, and loses nothing', (after) => {
    writeWhole(file, 'before');
    expect(() => reserveFile(file, full(after)).write('after')).toThrow(
      /a\.json can’t be written to .*: there is no space left\. What is there stays; once this is put right, the same command continues/,
    );
    expect(readdirSync(folder)).toEqual(['a.json']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });
});
