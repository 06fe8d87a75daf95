import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ADVISE_USAGE, adviseReport } from './advise.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-advise-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const run = (more: { seed?: number; format?: string; steps?: number; [key: string]: unknown }) => ({
  preset: 'quick',
  seed: 1,
  role: 'classical',
  format: 'classical',
  parameters: 100,
  macs: 1000,
  settings: `task.grid=24&data.seed=${more.seed ?? 1}&b.format=${more.format ?? 'classical'}&training.steps=${more.steps ?? 300}`,
  ...more,
});
const pairs = [1, 2, 3].flatMap((seed) => [
  run({ seed, test: 0.1 }),
  run({
    seed,
    test: 0.1 + seed / 1000,
    role: 'before training',
    format: 'one-way',
    keep: 0.25,
    parameters: 40,
    macs: 300,
  }),
]);

describe('advise', () => {
  it('names the smallest network within the tolerance', () => {
    const path = file('study.json', { rows: [], results: pairs });
    const text = adviseReport([path]);
    expect(text).toMatch(/^## quick$/m);
    expect(text).toMatch(/Smallest: \*\*One-way, 25 %\*\*\. × 0\.40 of the parameters, 2 % above/);
    expect(text).toMatch(/Surely within the limit/);
    expect(adviseReport([path, '--tolerance', '0%'])).toMatch(/within 0 % .*best of the others/);
    const [advice] = JSON.parse(adviseReport([path, '--json'])) as { choices: unknown[] }[];
    expect(advice.choices).toHaveLength(2);
  });

  it('keeps runs of other lengths apart, and says what is damaged', () => {
    const longer = run({ test: 0.01, role: 'before training', format: 'one-way', steps: 900 });
    const text = adviseReport([file('mixed.json', [...pairs, longer, { id: 'cut off' }, null])]);
    expect(text).toMatch(/^2 entries of the file are no runs/);
    expect(text.match(/^## quick$/gm)).toHaveLength(2);
    expect(text).toMatch(/No classical network/);
  });

  it.each([
    [[], /needs one file/],
    [['none.json'], /none\.json can’t be read/],
    [[file('half.json', '[{"id": ')], /not JSON, or was cut off/],
    [[file('other.json', { rows: [] })], /has no runs of a study/],
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
