import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceArguments } from '../../../scripts/tools.mjs';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'slimwave-study-'));
afterAll(() => rmSync(folder, { recursive: true }));

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const LINK =
  '#preset=quick&scene.elements=16&source.frequency=1..1.6&task.grid=8&task.frames=4&data.train=8&data.test=4&net.width=4&net.kernel=3&training.steps=4&training.batch=4&training.fineTune=2';

/** The program as its users call it. */
const study = (...args: string[]) =>
  spawnSync(
    process.execPath,
    [
      ...sourceArguments(),
      main,
      'study',
      LINK,
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

const runFiles = () => readdirSync(folder).filter((name) => name.startsWith('quick_'));

describe('the program', () => {
  it('trains shard by shard, goes on where it stopped, from files or tables, and merges', () => {
    const first = study('--shard', '1/2');
    expect(first.status).toBe(0);
    expect(first.stderr).toMatch(/The 6 runs take about \d+ s at most/);
    expect(first.stdout).toMatch(/5 runs of the study are still missing/);
    const done = runFiles();
    expect(done).toHaveLength(6);
    const times = done.map((name) => statSync(path.join(folder, name)).mtimeMs);
    writeFileSync(path.join(folder, done[0]), '{"id": "quick');
    rmSync(path.join(folder, done[1]));
    const rest = study();
    expect(rest.status).toBe(0);
    expect(rest.stderr).toContain(
      `1 result is damaged, perhaps cut off while it was written, and not used: ${done[0]}.`,
    );
    // The tables still hold both.
    expect(rest.stderr).toMatch(/run 1 of 5/);
    expect(rest.stdout).not.toMatch(/missing/);
    done.slice(2).forEach((name, i) => {
      expect(statSync(path.join(folder, name)).mtimeMs).toBe(times[i + 2]);
    });
    const table = JSON.parse(readFileSync(path.join(folder, 'study.json'), 'utf8')) as {
      rows: object[];
    };
    expect(table.rows).toHaveLength(11);
    expect(readFileSync(path.join(folder, 'study.md'), 'utf8')).toBe(rest.stdout);
    expect(readFileSync(path.join(folder, 'study-quick.svg'), 'utf8')).toMatch(/^<svg/);
  }, 60_000);
});
