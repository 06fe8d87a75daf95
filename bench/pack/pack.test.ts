import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultsMarkdown, saveResults, type Results } from '../results.ts';
import { parseRunArguments } from './arguments.ts';
import { limitsOf } from './budget.ts';
import { driversToTry } from './drivers.ts';
import { manifestFact, readManifest } from './manifest.ts';
import { packParts } from './parts.ts';
import { runProcess } from './process.ts';
import { newestVersion } from './readme.ts';
import { parseReport, reportText } from './report.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slimwave-pack-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = path.join(folder, 'file');
  writeFileSync(file, text);
  return file;
}

describe('what run.sh is asked for', () => {
  const known = ['adapter', 'peers', 'fem'];

  it('is everything within six minutes where nothing is said', () => {
    const { seconds, parts, out } = parseRunArguments([], known);
    expect([parts, out]).toEqual([known, undefined]);
    expect(seconds).toBeLessThan(360);
  });

  it('may be parts, in their usual order, a time and a file', () => {
    const words = ['fem', '--seconds=90', 'adapter', '--out=a b.json'];
    const parts = ['adapter', 'fem'];
    expect(parseRunArguments(words, known)).toEqual({ seconds: 90, parts, out: 'a b.json' });
  });

  it.each(['gpu', '--seconds=0', '--seconds=1e9', '--out=', '--save'])('is not %j', (word) => {
    expect(() => parseRunArguments([word], known)).toThrow(
      `“${word}” is not understood; use --out`,
    );
  });
});

describe('the time of a run', () => {
  /** Each part uses up a share of its limit. */
  const spent = (total: number, shares: readonly number[], weights: readonly number[]) => {
    let left = total;
    return shares.map((share, i) => {
      const { softMs, hardMs } = limitsOf(left, weights.slice(i));
      expect(softMs).toBeLessThan(hardMs);
      left -= share * hardMs;
      return hardMs;
    });
  };

  it('is enough for all parts even if every one hangs', () => {
    const weights = packParts.map(({ weight }) => weight);
    const limits = spent(
      345,
      weights.map(() => 1),
      weights,
    );
    expect(limits.reduce((sum, limit) => sum + limit)).toBeCloseTo(345, 9);
    expect(Math.min(...limits)).toBeGreaterThan(4);
  });

  it('goes to later parts where earlier ones need less', () => {
    expect(spent(100, [0.5, 1, 1], [2, 1, 1])).toEqual([50, 37.5, 37.5]);
  });
});

const text = fc.string({
  maxLength: 20,
  unit: fc.constantFrom('a', ' ', '|', '“', '\\', '\n', '\r'),
});
/** As reports have it: each run of line breaks, with the spaces around it, is one space. */
const withoutBreaks = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'string' ? part.split(/\s*[\r\n]\s*/).join(' ') : part,
    ),
  ) as Value;
const results: fc.Arbitrary<Results> = fc.record({
  date: fc.constant('2026-11-25'),
  machine: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
  facts: fc.array(text),
  method: text,
  tables: fc.array(
    fc.record({
      title: text,
      rows: fc.array(
        fc.record(
          { what: text, value: text, aim: text, missed: fc.boolean() },
          { requiredKeys: ['what', 'value'] },
        ),
      ),
    }),
  ),
  failures: fc.array(text),
  plots: fc.constant({}),
});

const example: Results = {
  date: '2026-11-25',
  machine: 'a-processor-2-cores',
  facts: ['Cores: 2'],
  method: 'The least of many.',
  tables: [{ title: 'Times', rows: [{ what: 'a step', value: '3 ms', aim: '≤ 4 ms' }] }],
  failures: ['Peers: not measured. Its process ended (SIGKILL).'],
  plots: {},
};

describe('a report', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(results, (written) => {
        const read = parseReport(reportText(written), 'a.json');
        expect(read).toEqual(withoutBreaks(written));
      }),
      { numRuns: 30, seed: 7 },
    );
    expect(parseReport(reportText(example), 'a.json')).toEqual(example);
  });

  it('has no line breaks in what becomes lines of Markdown', () => {
    const failures = ['Wrong.\n\n# Not a heading'];
    const read = parseReport(reportText({ ...example, failures }), 'a.json');
    expect(read.failures).toEqual(['Wrong. # Not a heading']);
  });

  it('becomes the file that --save would have written, beside those of the same day', () => {
    const read = parseReport(reportText(example), 'a.json');
    const first = saveResults(read, { beside: true, folder });
    const second = saveResults(read, { beside: true, folder });
    const base = path.join(folder, '2026-11-25-a-processor-2-cores');
    expect([first, second]).toEqual([`${base}.md`, `${base}-2.md`]);
    expect(readFileSync(second, 'utf8')).toBe(resultsMarkdown(example));
  });

  const changed = (change: object) =>
    JSON.stringify({ ...(JSON.parse(reportText(example)) as object), ...change });
  it.each([
    ['cut off', reportText(example).slice(0, 200), 'is not complete JSON: copy it again'],
    ['empty', '', 'is not complete JSON'],
    ['something else', '{"loss": 3}', 'is no report of a pack: use the JSON file'],
    ['a list', '[]', 'is no report of a pack'],
    [
      'newer',
      changed({ version: 2 }),
      'has version 2 of the format, but only version 1 can be read',
    ],
    [
      'meant for another folder',
      changed({ results: { ...example, plots: undefined, machine: '../../x' } }),
      'is damaged at results.machine (no name of a machine)',
    ],
    [
      'without a value',
      changed({
        results: { ...example, plots: undefined, tables: [{ title: 'a', rows: [{ what: 'b' }] }] },
      }),
      'is damaged at results.tables.0.rows.0.value',
    ],
  ])('that is %s is refused with a sentence', (_, broken, sentence) => {
    expect(() => parseReport(broken, 'a.json')).toThrow(`a.json ${sentence}`);
  });
});

describe('the manifest of a pack', () => {
  it('names what was packed, and is refused if it is damaged', () => {
    const manifest = {
      version: '0.1.0',
      commit: 'abc',
      packed: '2026-11-25',
      node: 'v20',
      dawn: '1',
    };
    const read = readManifest(fileWith(JSON.stringify(manifest)));
    expect(manifestFact(read)).toBe('Pack: Slimwave 0.1.0 (abc), packed on 2026-11-25, Dawn 1');
    expect(() => readManifest(fileWith('{"version": 1}'))).toThrow();
  });
});

describe('the Vulkan drivers that are tried', () => {
  it('begin with the system’s own, and respect a choice', () => {
    const names = driversToTry('/pack', {}).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['the system’s Vulkan loader', 'the pack’s Vulkan loader']);
    for (const variable of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) {
      const chosen = driversToTry('/pack', { [variable]: '/icd.json', LD_LIBRARY_PATH: '/lib' });
      expect(chosen).toHaveLength(2);
      expect(chosen[1].env.LD_LIBRARY_PATH).toMatch(/^\/pack\/vulkan:.*\/lib$/);
    }
  });
});

describe('the needs of a binary', () => {
  it('are the newest versions that it names', () => {
    const binary = fileWith('\0GLIBC_2.4\0GLIBC_2.28\0GLIBCXX_3.4\0GLIBC_2.2.5\0GLIBC_9\0');
    expect(newestVersion(binary, 'GLIBC')).toBe('2.28');
    expect(newestVersion(binary, 'GLIBCXX')).toBe('3.4');
  });
});

describe('the process of a part', () => {
  const never = new AbortController().signal;
  const run = (code: string, limitMs = 60_000, stopped = never) =>
    runProcess(['-e', code], {}, limitMs, stopped);
  const row = { what: 'a', value: 'b' };
  const send = `process.send({ type: 'row', row: ${JSON.stringify(row)} }, () => `;

  it('tells rows and versions', async () => {
    const done = `process.send({ type: 'done', versions: { tfjs: '4' } }, () => process.exit())`;
    expect(await run(`${send}${done})`)).toEqual({ rows: [row], versions: { tfjs: '4' } });
  });

  it('keeps what it has told when it crashes', async () => {
    const { rows, failure } = await run(`${send}process.kill(process.pid, 'SIGKILL'))`);
    expect([rows, failure]).toEqual([[row], 'Its process ended (SIGKILL).']);
  });

  it('is ended at its limit, and when the run is stopped', async () => {
    const hang = 'setInterval(() => {}, 1000)';
    expect((await run(hang, 1)).failure).toBe('It was cut off after 0.0 s.');
    expect((await run(hang, 60_000, AbortSignal.abort())).failure).toBe('It was stopped.');
  });
});
