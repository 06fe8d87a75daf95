/** A small study on a real Slurm of one node, with a task that is killed, against the same study run by run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/tools.mjs';
import type { Row } from '../table.ts';
import { SlurmNode, until } from './node.ts';

/** Characters that a shell, Slurm’s names of files or a regular expression would take for something else. */
const ODD = "it's 50%j “of” $HOME %% [a] & more";

const LINK = [
  '#preset=quick&scene.elements=16&source.frequency=1..1.6&task.grid=8&task.frames=4&data.train=8&data.test=4',
  'net.width=6&net.kernel=3&training.steps=20&training.batch=4&training.fineTune=4',
].join('&');

const slimwave = (args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(root, 'scripts/slimwave.mjs'), 'study', LINK, ...args], {
    encoding: 'utf8',
  });

const studyArguments = (folder: string): string[] => [
  '--folder',
  folder,
  '--keep',
  '50%',
  '--seeds',
  '1',
];

function succeed(
  what: string,
  { status, stderr, stdout }: { status: number | null; stderr: string; stdout: string },
) {
  if (status !== 0) throw new Error(`${what} failed: ${stderr || stdout}`);
  return stdout;
}

const runFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /_seed\d+_.*\.json$/.test(name))
    .toSorted();

/** The text of a run's file without what differs from one time to the next. */
const withoutTimes = (folder: string, name: string): string =>
  readFileSync(path.join(folder, name), 'utf8').replaceAll(
    /^.*"(seconds|stepMs|forecastMs)":.*\n/gm,
    '',
  );

/** Processes that train this run, from what the system says of all processes. */
const processesOf = (run: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return words[0] === process.execPath && words.includes('--only') && words.includes(run);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);

/** Kills what trains a run, as a system does that has run out of memory. */
async function killTask(node: SlurmNode, run: string): Promise<void> {
  await until(`a task trains ${run}`, () => {
    if (node.queued().length === 0)
      throw new Error(`All jobs have ended, and none trained ${run}.`);
    return processesOf(run).length > 0;
  });
  for (const id of processesOf(run)) process.kill(id, 'SIGKILL');
}

interface Place {
  node: SlurmNode;
  folder: string;
  script: string;
}

function submit({ node, script }: Place): string {
  return succeed('The submission', node.call('bash', [script]));
}

const emptyQueue = (node: SlurmNode) =>
  until('the queue is empty', () => node.queued().length === 0);

const row = (what: string, value: string, aim: string, met: boolean): Row => ({
  what,
  value,
  aim,
  missed: !met,
});

/** Submits all, kills one task, and compares what comes of it. */
async function wholeStudy(place: Place, sequential: string): Promise<Row[]> {
  const { node, folder } = place;
  const runs = succeed('--list', slimwave([...studyArguments(folder), '--list']))
    .trim()
    .split('\n');
  submit(place);
  const again = node.call('bash', [place.script]);
  await killTask(node, runs[1]);
  await emptyQueue(node);
  const ended = node.ended();
  const times = new Map<string, number>();
  for (const { id } of ended) times.set(id, (times.get(id) ?? 0) + 1);
  const failed = ended.filter(({ state }) => !['COMPLETED', 'PENDING', 'REQUEUED'].includes(state));
  const files = runFiles(folder);
  const expected = runFiles(sequential);
  const same = expected.filter(
    (name) => files.includes(name) && withoutTimes(folder, name) === withoutTimes(sequential, name),
  );
  const restarted = [...times.values()].filter((count) => count > 1).length;
  return [
    row(
      'Runs of the study',
      String(runs.length),
      `${expected.length}`,
      runs.length === expected.length,
    ),
    row(
      'Files as those of the sequential study, apart from times',
      `${same.length} of ${files.length}`,
      `${expected.length}`,
      same.length === expected.length && files.length === expected.length,
    ),
    row(
      'Tasks that were started again, after one was killed',
      String(restarted),
      '1',
      restarted === 1,
    ),
    row('Jobs that failed', String(failed.length), '0', failed.length === 0),
    row(
      'A second submission while jobs wait',
      again.status === 1 && /still in the queue/.test(again.stderr) ? 'refused' : 'accepted',
      'refused',
      again.status === 1,
    ),
    row(
      'Tables by the job that merges',
      tablesText(folder) === tablesText(sequential) ? 'equal' : 'different',
      'equal',
      tablesText(folder) === tablesText(sequential),
    ),
  ];
}

const tablesText = (folder: string): string =>
  readFileSync(path.join(folder, 'study.md'), 'utf8').replaceAll(/\r/g, '');

/** Loses one run, and submits the study again. */
async function lostRun(place: Place): Promise<Row[]> {
  const { node, folder } = place;
  const [lost] = runFiles(folder);
  rmSync(path.join(folder, lost));
  // The tables have it as well.
  rmSync(path.join(folder, 'study.json'));
  const before = node.ended().length;
  submit(place);
  await emptyQueue(node);
  const jobs = node.ended().length - before;
  const back = runFiles(folder).includes(lost);
  const last = node.call('bash', [place.script]);
  return [
    row(
      'Jobs of a second submission after one run was lost',
      String(jobs),
      '2: run, merge',
      jobs === 2,
    ),
    row('The lost run', back ? 'there' : 'missing', 'there', back),
    row(
      'A third submission',
      /No run is missing/.test(last.stderr) ? 'nothing to do' : 'submits',
      'nothing to do',
      last.status === 0 && /No run is missing/.test(last.stderr),
    ),
  ];
}

/** What the Slurm of one node did with a small study. Throws a sentence where there is no Slurm. */
export async function slurmRows(): Promise<Row[]> {
  const node = await SlurmNode.start();
  const work = mkdtempSync(path.join(tmpdir(), 'slimwave-study-'));
  try {
    const folder = path.join(work, ODD);
    const sequential = path.join(work, 'sequential');
    mkdirSync(path.join(work, 'scripts and more'));
    const script = path.join(work, 'scripts and more', "the study's.sh");
    succeed('The sequential study', slimwave(studyArguments(sequential)));
    succeed(
      '--slurm',
      slimwave([
        ...studyArguments(folder),
        '--slurm',
        script,
        '--sbatch',
        '--time=10 --comment="a b"',
      ]),
    );
    const place = { node, folder, script };
    return [...(await wholeStudy(place, sequential)), ...(await lostRun(place))];
  } finally {
    await node.stop();
    rmSync(work, { recursive: true, force: true });
  }
}
