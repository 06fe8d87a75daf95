/** The study: trains what is missing, keeps every run, writes the tables. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../usageError.ts';
import { readStudyArguments, STUDY_USAGE, type StudyInvocation } from './arguments.ts';
import { laterFiles, leftOut, readFolder, resultsOf } from './folder.ts';
import { planHash, planStudy, shard, type Run } from './plan.ts';
import { shellWord, writeSlurmScript } from './slurm.ts';
import { writeTables } from './tables.ts';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

function makeFolder(option: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--${option} ${folder}: ${(error as Error).message}`);
  }
}

/** The runs of this call among all: a shard of them, or one. Throws `UsageError`. */
function chosen(all: readonly Run[], { shard: part, only, plan }: StudyInvocation): Run[] {
  if (plan !== undefined && plan !== planHash(all)) {
    throw new UsageError(
      'The runs are not those that the script was written for: a preset, a file or the version has changed. Write it again with --slurm.',
    );
  }
  if (only === undefined) return shard(all, part.index, part.count);
  const run = all.find(({ id }) => id === only);
  if (run) return [run];
  throw new UsageError(
    `--only ${only.slice(0, 80)}: the study has no such run; --list names them.`,
  );
}

function writeScript(
  { slurm, words, folder }: StudyInvocation,
  all: readonly Run[],
  missing: number,
): void {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const file = writeSlurmScript(slurm!.file, {
    runs: all,
    plan: planHash(all),
    program: [process.execPath, path.join(root, 'scripts/slimwave.mjs')],
    words,
    folder,
    options: slurm!.options,
  });
  process.stdout.write(
    `Wrote ${file}: ${all.length} runs, of which ${missing} are missing. Submit them with: bash ${shellWord(file)}\n`,
  );
}

/** The command that makes the same study, without this computer's folders. */
function commandOf(words: readonly string[]): string {
  const own = words.filter((_, i) => !['--folder', '--tables'].includes(words[Math.max(0, i - 1)]));
  const shown = own.map((word) =>
    ['--folder', '--tables'].includes(word) ? `${word} FOLDER` : shellWord(word),
  );
  return `npm run -s slimwave -- study ${shown.join(' ')}`;
}

/** Writes the tables of what is there now; returns their text. */
function merge({ folder, tables, words }: StudyInvocation, all: readonly Run[]): string {
  makeFolder('tables', tables);
  const { text, note } = writeTables(tables, readFolder(folder, tables), all, commandOf(words));
  if (note !== undefined) say(note);
  return text;
}

export async function study(args: string[]): Promise<void> {
  const invocation = readStudyArguments(args);
  if (!invocation) {
    process.stdout.write(`${STUDY_USAGE}\n`);
    return;
  }
  const { folder, mode, only, tables } = invocation;
  const all = planStudy(invocation);
  const own = chosen(all, invocation);
  makeFolder('folder', folder);
  const contents = readFolder(folder, tables);
  const done = resultsOf(contents, all);
  const due = own.filter(({ id }) => !done.has(id));
  invocation.notes.forEach(say);
  if (mode === 'list') {
    process.stdout.write(due.map(({ id }) => `${id}\n`).join(''));
    return;
  }
  leftOut(contents, all).forEach(say);
  if (mode === 'slurm') {
    writeScript(invocation, all, all.length - done.size);
    return;
  }
  const [later] = laterFiles(contents, due);
  if (mode === 'train' && later !== undefined) {
    throw new UsageError(
      `${later} was written by a later version of Slimwave. Continue with that version, or in another folder.`,
    );
  }
  if (mode === 'train' && due.length > 0) {
    // tfjs takes half a second to load.
    const { trainRuns } = await import('./train.ts');
    await trainRuns(due, folder, [...done.values()], say);
  }
  // The tasks of an array would all write the same tables.
  if (only === undefined) process.stdout.write(merge(invocation, all));
}
