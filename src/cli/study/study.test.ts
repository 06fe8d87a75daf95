import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findPreset } from '../../engine/experiment/presets.ts';
import { formats } from '../../engine/formats/index.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { readStudyArguments } from './arguments.ts';
import { planStudy, shard } from './plan.ts';
import { markdown, tableRows, type RunResult } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-study-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quick = { id: 'quick', experiment: findPreset('quick')!.experiment };
const plan = (seeds: number[], keeps: number[]) => planStudy({ presets: [quick], seeds, keeps });

describe('the plan', () => {
  it('has the classical network once per seed, and every format at every budget', () => {
    const runs = plan([1, 2], [0.5, 0.25]);
    const ranked = formats.filter((format) => format.ranked).length;
    // Per seed: classical and the unranked format once; per budget the ranked ones, control, after training.
    expect(runs).toHaveLength(2 * (2 + 2 * (ranked + 2)));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    for (const { role, seed, experiment } of runs) {
      expect(experiment.data.seed).toBe(seed);
      if (role === 'narrow control') {
        const [control, compressed] = (['b', 'a'] as const).map(
          (id) => planNetwork(experiment, id).totals.parameters,
        );
        expect(Math.abs(control / compressed - 1)).toBeLessThan(0.05);
      }
    }
  });

  it('is cut into shards that together are the whole', () => {
    const runs = plan([1, 2, 3], [0.5]);
    const parts = [1, 2, 3, 4].flatMap((index) => shard(runs, index, 4));
    expect(parts.map(({ id }) => id).toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
  });
});

describe('the table', () => {
  const result = (role: RunResult['role'], seed: number, test?: number): RunResult => ({
    id: `${role}${seed}`,
    settings: '',
    preset: 'quick',
    seed,
    role,
    format: role === 'classical' ? 'classical' : 'one-way',
    parameters: 100,
    convolutionParameters: role === 'classical' ? 80 : 20,
    macs: 1e6,
    test,
    stepMs: 3,
    rate: 0.01,
    error: test === undefined ? 'diverged' : undefined,
    seconds: 1,
  });

  it('has mean and spread over the seeds, relative to the classical network', () => {
    const rows = tableRows([
      result('classical', 1, 0.1),
      result('classical', 2, 0.12),
      result('before training', 1, 0.2),
      result('before training', 2),
    ]);
    expect(rows[0].test).toEqual({ mean: expect.closeTo(0.11, 10), least: 0.1, most: 0.12 });
    expect(rows[1]).toMatchObject({ seeds: 2, diverged: 1, share: 0.25 });
    expect(rows[1].ratio).toBeCloseTo(0.2 / 0.11, 10);
    expect(markdown(rows, 3)).toMatch(/3 runs of the study are still missing/);
    expect(markdown(rows, 0)).not.toMatch(/left out/);
    const quiet = tableRows([
      { ...result('classical', 1, 0.1), samples: 64, silent: 42 },
      { ...result('classical', 2, 0.3), samples: 64, silent: 40 },
    ]);
    expect(markdown(quiet, 0)).toMatch(/Of the 128 test samples of all seeds 82 are almost silent/);
    expect(markdown(rows, 0)).toMatch(/One-way.*\| 2 \(1 diverged\) \|/);
  });
});

describe('arguments', () => {
  it.each([
    [['quick'], /needs --folder/],
    [['quick', '--folder', folder, '--shard', '3/2'], /must be i\/n with i from 1 to n/],
    [['quick', '--folder', folder, '--keep', '0%'], /fractions from 1% to 100%/],
    [['quick', '--folder', folder, '--seeds', '1,x'], /whole numbers from 0/],
    [['nothing', '--folder', folder], /neither a preset/],
    [['quick', '--folder', folder, '--merge', '--list'], /exclude each other/],
    [['quick', 'volume', '--folder', folder], /separate presets with commas/],
  ])('%o are refused', (args, sentence) => {
    expect(() => readStudyArguments(args)).toThrow(sentence);
  });
});

describe('the program', () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const study = (...args: string[]) =>
    spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        main,
        'study',
        '#preset=quick&scene.elements=16&source.frequency=1..1.6&task.grid=8&task.frames=4&data.train=8&data.test=4&net.width=4&net.kernel=3&training.steps=4&training.batch=4&training.fineTune=2',
        '--folder',
        folder,
        '--keep',
        '50%',
        '--seeds',
        '1',
        ...args,
      ],
      { encoding: 'utf8' },
    );

  it('trains shard by shard, goes on where it stopped, and merges', () => {
    const first = study('--shard', '1/2');
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/runs of the study are still missing/);
    const done = readdirSync(folder).filter((name) => name.startsWith('quick_'));
    expect(done).toHaveLength(5);
    const times = done.map((name) => statSync(join(folder, name)).mtimeMs);
    // A run that was cut off while it was written is done again, the others are kept.
    writeFileSync(join(folder, done[0]), '{"id": "quick');
    const rest = study();
    expect(rest.status).toBe(0);
    expect(rest.stderr).toMatch(/run 1 of 6/);
    expect(rest.stdout).not.toMatch(/missing/);
    done.slice(1).forEach((name, i) => {
      expect(statSync(join(folder, name)).mtimeMs).toBe(times[i + 1]);
    });
    const table = JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')) as {
      rows: object[];
    };
    expect(table.rows).toHaveLength(10);
    expect(readFileSync(join(folder, 'study.md'), 'utf8')).toBe(study('--merge').stdout);
  }, 60_000);
});
