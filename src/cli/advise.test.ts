import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ADVISE_USAGE, adviseReport } from './advise.ts';
import { tablesFile, type RunResult } from './study/result.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-advise-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Changes extends Partial<RunResult> {
  steps?: number;
  rates?: string;
}

const run = ({ steps = 300, rates = '', ...more }: Changes): RunResult => {
  const { preset = 'quick', seed = 1, format = 'classical', role = 'classical' } = more;
  return {
    id: `${preset}_seed${seed}_${role}_${format}`,
    preset,
    seed,
    role,
    format,
    parameters: 100,
    convolutionParameters: 80,
    macs: 1000,
    settings: `task.grid=${preset === 'quick' ? 24 : 32}&data.seed=${seed}&b.format=${format}&training.steps=${steps}${rates}`,
    ...more,
  };
};
const oneWay = (more: Changes): RunResult =>
  run({
    role: 'before training',
    format: 'one-way',
    keep: 0.25,
    parameters: 40,
    macs: 300,
    ...more,
  });
const pairs = [1, 2, 3].flatMap((seed) => [
  run({ seed, test: 0.1 }),
  oneWay({ seed, test: 0.1 + seed / 1000 }),
]);

interface Told {
  reference?: { seeds: number };
  candidates: { name: string; stepMs?: number }[];
  choices: unknown[];
}
const told = (path: string, ...args: string[]) =>
  JSON.parse(adviseReport([path, '--json', ...args])) as Told[];

describe('advise', () => {
  it('names the smallest network within the tolerance', () => {
    const path = file('study.json', { rows: [], results: pairs });
    const text = adviseReport([path]);
    expect(text).toMatch(/^## quick$/m);
    expect(text).toMatch(/Smallest: \*\*One-way 25 %\*\*\. × 0\.40 of the parameters, 2 % above/);
    expect(text).toMatch(/Surely within the limit/);
    expect(adviseReport([path, '--tolerance', '0%'])).toMatch(/within 0 % .*best of the others/);
    expect(told(path)[0].choices).toHaveLength(2);
  });

  it('keeps runs of other lengths apart, and says what is damaged', () => {
    const longer = oneWay({ test: 0.01, steps: 900 });
    const text = adviseReport([file('mixed.json', [...pairs, longer, { id: 'cut off' }, null])]);
    expect(text).toMatch(/^2 entries of the file are no runs/);
    expect(text.match(/^## quick$/gm)).toHaveLength(2);
    expect(text).toMatch(/No classical network/);
  });

  it('keeps the tasks of tables apart, whose settings are in part shared', () => {
    const others = [1, 2].flatMap((seed) => [
      run({ preset: 'volume', seed, test: 0.3 }),
      oneWay({ preset: 'volume', seed, test: 0.5 }),
    ]);
    const path = file('two.json', tablesFile([], [...pairs, ...others]));
    expect(adviseReport([path]).match(/^## .*$/gm)).toEqual(['## quick', '## volume']);
    expect(told(path).map(({ reference }) => reference?.seeds)).toEqual([3, 2]);
  });

  it('knows every network of a study by its name there, and compares times of one machine', () => {
    const seeds = [1, 2].map((seed) => ({ seed, test: 0.1, stepMs: 9, machine: 'ours' }));
    const control = { role: 'narrow convolutions', keep: 0.5, parameters: 60 } as const;
    const path = file('controls.json', [
      ...seeds.map(run),
      ...seeds.map((one) => run({ ...one, ...control })),
      ...seeds.map((one) => oneWay({ ...one, stepMs: one.seed, machine: `theirs ${one.seed}` })),
      oneWay({ ...seeds[0], seed: 3, stepMs: 7 }),
    ]);
    expect(adviseReport([path])).not.toMatch(/no runs/);
    const [{ candidates }] = told(path);
    expect(candidates.map(({ name, stepMs }) => [name, stepMs])).toEqual([
      ['Narrow convolutions, 50 %', 9],
      ['One-way 25 %', 7],
    ]);
  });

  it('compares networks at automatic and at own rates, and runs of before a setting', () => {
    const automatic = [1, 2, 3].map((seed) => oneWay({ seed, test: 0.1, rates: '&rates=1,1,1' }));
    const classical = pairs.filter(({ role }) => role === 'classical');
    const later = classical.map((one) => ({
      ...one,
      settings: `training.clip=0.3&backend=auto&${one.settings}`,
    }));
    const advices = told(file('rates.json', [...later, ...automatic]));
    expect(advices).toHaveLength(1);
    expect(advices[0].candidates).toHaveLength(1);
  });

  it.each([
    [[], /needs one file/],
    [['none.json'], /none\.json can’t be read/],
    [[file('half.json', '[{"id": ')], /not JSON, or was cut off/],
    [[file('other.json', { rows: [] })], /has no runs of a study/],
    [
      [file('later.json', { version: 9, results: pairs })],
      /later version of Slimwave: take its advice with/,
    ],
    [[file('empty.json', [])], /no finished runs yet/],
    [[file('good.json', pairs), '--tolerance=-1%'], /use 0% to 1000%/],
    [[file('also.json', pairs), '--tolerant'], /Unknown option/],
  ])('refuses %o', (args, sentence) => {
    expect(() => adviseReport(args)).toThrow(sentence);
  });

  it('says how it is used', () => {
    expect(adviseReport(['--help'])).toBe(ADVISE_USAGE);
  });
});
