import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shellWord, slurmScript, writeSlurmScript } from './slurm.ts';

const work = mkdtempSync(path.join(tmpdir(), 'slimwave-slurm-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Whatever a shell could take for something else. */
const ODD = `it's "a" $HOME \`b\` 50%j [c] * & ; #d 'ö`;
const runs = Array.from({ length: 11 }, (_, i) => ({ id: `quick_seed${i}_classical_classical` }));
const study = {
  runs,
  plan: '0a1b2c3d',
  program: [path.join(work, ODD, 'runner')],
  words: ['#preset=quick&net.width=4', '--folder', path.join(work, ODD, 'runs')],
  folder: path.join(work, ODD, 'runs'),
  options: ['--mem=4G', `--comment=${ODD}`],
};
const script = path.join(work, ODD, 'study.sh');

/** Puts programs in the place of Slurm's and of the runner, which keep what they are called with. */
function stand(name: string, lines: string[], folder = 'bin'): void {
  const file = path.join(work, folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    [
      '#!/bin/bash',
      `{ echo ${name}; printf '<%s>\\n' "$@"; } >> ${shellWord(calls)}`,
      ...lines,
    ].join('\n'),
  );
  chmodSync(file, 0o755);
}
const calls = path.join(work, 'calls');

interface World {
  /** Runs that are missing. */
  missing: readonly string[];
  queue?: string;
  largest?: number;
  /** Exit code of a run. */
  code?: number;
}

/** Runs the script in a world without Slurm; returns what it said and what it called. */
function run(args: string[], { missing, queue = '', largest = 1001, code = 0 }: World, env = {}) {
  rmSync(calls, { force: true });
  stand(
    'runner',
    [
      'case " $* " in',
      `  *' --list '*) printf '%s\\n' ${missing.map(shellWord).join(' ')} ;;`,
      `  *' --only '*) exit ${code} ;;`,
      'esac',
    ],
    ODD,
  );
  stand('squeue', [`printf '%s' '${queue}'`]);
  stand('sbatch', [`wc -l < ${shellWord(calls)}`]);
  stand('scontrol', [`echo 'MaxArraySize            = ${largest}'`]);
  writeFileSync(script, slurmScript(study));
  const programs = [path.join(work, 'bin'), process.env.PATH].join(path.delimiter);
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: programs, ...env },
  });
  const called = readFileSync(calls, 'utf8')
    .split(/^(?=runner$|squeue$|sbatch$|scontrol$)/m)
    .map((call) => call.trim().split('\n'));
  return {
    status,
    stdout,
    stderr,
    called: (name: string) => called.filter(([own]) => own === name),
  };
}

const ids = runs.map(({ id }) => id);

describe.skipIf(process.platform === 'win32')('the script for Slurm', () => {
  it('is one that bash reads, whatever is in its words', () => {
    writeSlurmScript(script, study);
    expect(spawnSync('bash', ['-n', script], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('submits what is missing as an array, and a merge that waits for it', () => {
    const { status, called } = run([], { missing: [ids[0], ids[2], ids[10]] });
    expect(status).toBe(0);
    const [array, merge, ...more] = called('sbatch');
    expect(more).toEqual([]);
    expect(array).toEqual(
      expect.arrayContaining([
        '<--array=0,2,10>',
        '<--requeue>',
        '<--mem=4G>',
        `<--comment=${ODD}>`,
      ]),
    );
    expect(array.slice(-3)).toEqual([`<${script}>`, '<task>', '<0>']);
    // Slurm puts numbers in place of %j.
    const log = `${study.folder.replaceAll('%', '%%')}/log`;
    expect(array).toContain(`<--output=${log}/%A_%a.txt>`);
    expect(merge.find((word) => word.includes('--dependency'))).toMatch(
      /^<--dependency=afterany:\d+>$/,
    );
    expect(merge.slice(-2)).toEqual([`<${script}>`, '<merge>']);
  });

  it('numbers runs by their place in the plan, in as many arrays as it takes', () => {
    const { called } = run([], { missing: [ids[1], ids[9], ids[10]], largest: 4 });
    const arrays = called('sbatch').slice(0, -1);
    expect(arrays.map((words) => words.find((word) => word.includes('--array')))).toEqual([
      '<--array=1>',
      '<--array=1,2>',
    ]);
    expect(arrays.map((words) => words.at(-1))).toEqual(['<0>', '<8>']);
    expect(called('sbatch').at(-1)!.join()).toMatch(/afterany:\d+:\d+/);
    const task = run(['task', '8'], { missing: [] }, { SLURM_ARRAY_TASK_ID: '2' });
    expect(task.called('runner')).toEqual([
      expect.arrayContaining(['<--only>', `<${ids[10]}>`, '<--plan>', `<${study.plan}>`]),
    ]);
    expect(task.called('runner')[0].slice(1, 5)).toEqual(
      ['study', ...study.words].map((word) => `<${word}>`),
    );
  });

  it('only merges when nothing is missing, and submits nothing while jobs wait', () => {
    const done = run([], { missing: [] });
    expect(done.called('sbatch')).toEqual([]);
    expect(done.called('runner').at(-1)).toContain('<--merge>');
    const busy = run([], { missing: ids, queue: '12_3 all PENDING' });
    expect(busy).toMatchObject({ status: 1, stderr: expect.stringMatching(/still in the queue/) });
    expect(busy.called('sbatch')).toEqual([]);
  });

  it.each([
    ['is killed', 137, '0', 1],
    ['is killed for the third time', 137, '2', 0],
    ['fails', 1, '0', 0],
    ['succeeds', 0, '0', 0],
  ])('puts a task that %s back into the queue or not', (_, code, restarts, times) => {
    const env = {
      SLURM_ARRAY_JOB_ID: '7',
      SLURM_ARRAY_TASK_ID: '1',
      SLURM_RESTART_COUNT: restarts,
    };
    const { status, called } = run(['task', '0'], { missing: [], code }, env);
    expect(status).toBe(code);
    expect(called('scontrol')).toEqual(
      Array.from({ length: times }, () => ['scontrol', '<requeue>', '<7_1>']),
    );
  });

  it('says in its merge whether runs are missing', () => {
    expect(run(['merge'], { missing: [] }).status).toBe(0);
    expect(run(['merge'], { missing: ids })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/Runs are missing/),
    });
  });

  it('replaces a script of its own, and nothing else', () => {
    const file = path.join(work, 'mine.sh');
    expect(writeSlurmScript(file, study)).toBe(file);
    expect(writeSlurmScript(file, study)).toBe(file);
    writeFileSync(file, '#!/bin/bash\necho mine\n');
    expect(() => writeSlurmScript(file, study)).toThrow(/not a script of a study/);
    expect(writeSlurmScript(`${work}/new/`, study)).toBe(path.join(work, 'new', 'study.sh'));
    const folder = String.raw`/a\b`;
    expect(() => writeSlurmScript(file, { ...study, folder })).toThrow(/backslash/);
  });
});
