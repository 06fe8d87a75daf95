/** The study: trains what is missing, keeps every run, writes the tables. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseBackend } from '../../engine/device/choose.ts';
import type { DataSets } from '../../engine/data/dataset.ts';
import { samplesKey } from '../../engine/data/samplesKey.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { UsageError } from '../usageError.ts';
import { checkBackend, makeData, trainNetwork } from '../train.ts';
import { readStudyArguments, STUDY_USAGE, type StudyInvocation } from './arguments.ts';
import { planStudy, shard, type Run } from './plan.ts';
import { isMadeWith, settingsText } from './settings.ts';
import { markdown, tableRows, type RunResult } from './table.ts';

const fileOf = (folder: string, { id }: Run): string => join(folder, `${id}.json`);

/** The result of a run if it is there and was made with the same settings. */
function kept(folder: string, run: Run): RunResult | undefined {
  const file = fileOf(folder, run);
  if (!existsSync(file)) return undefined;
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as RunResult;
    return isMadeWith(result.settings, run.experiment) ? result : undefined;
  } catch {
    // Cut off while it was written by a program that was killed: to be done again.
    return undefined;
  }
}

/** Complete or not at all. */
function write(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.part`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** JSON has no other numbers. */
const finite = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

async function train(run: Run, sets: DataSets): Promise<RunResult> {
  const { experiment, id, preset, seed, role, format, keep } = run;
  const started = performance.now();
  const outcome = await trainNetwork(experiment, 'b', sets);
  const base = {
    id,
    settings: settingsText(experiment),
    preset,
    seed,
    role,
    format,
    keep,
    parameters: outcome.parameters,
    convolutionParameters: outcome.convolutionParameters,
    macs: outcome.macs,
    seconds: (performance.now() - started) / 1000,
  };
  if ('error' in outcome) return { ...base, error: outcome.error };
  return {
    ...base,
    train: finite(outcome.train),
    test: finite(outcome.test),
    silent: outcome.testErrors?.silent,
    samples: outcome.testErrors?.samples,
    medianL1: outcome.testErrors?.medianL1,
    rate: outcome.rate,
    stepMs: outcome.stepMs,
    cut: outcome.cut,
    interior: outcome.interior,
  };
}

function merge(folder: string, runs: readonly Run[]): string {
  const results = runs.flatMap((run) => kept(folder, run) ?? []);
  const rows = tableRows(results);
  const text = markdown(rows, runs.length - results.length);
  write(join(folder, 'study.json'), `${JSON.stringify({ rows, results }, null, 2)}\n`);
  write(join(folder, 'study.md'), text);
  return text;
}

function plan({ presets, seeds, keeps }: StudyInvocation): Run[] {
  const runs = planStudy({ presets, seeds, keeps });
  for (const { id, experiment } of runs) {
    const [issue] = validateExperiment(experiment);
    if (issue) throw new UsageError(`${id}: ${issue.message}`);
  }
  return runs;
}

export async function study(args: string[]): Promise<void> {
  const invocation = readStudyArguments(args);
  if (!invocation) {
    process.stdout.write(`${STUDY_USAGE}\n`);
    return;
  }
  const { folder, mode } = invocation;
  const all = plan(invocation);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--folder ${folder}: ${(error as Error).message}`);
  }
  const missing = all.filter((run) => !kept(folder, run));
  const own = shard(all, invocation.shard.index, invocation.shard.count);
  const due = own.filter((run) => missing.includes(run));
  if (mode === 'list') {
    process.stdout.write(due.map(({ id }) => `${id}\n`).join(''));
    return;
  }
  if (mode === 'train') await trainAll(due, folder);
  process.stdout.write(merge(folder, all));
}

async function trainAll(due: readonly Run[], folder: string): Promise<void> {
  if (due.length === 0) return;
  checkBackend(due[0].experiment);
  await chooseBackend(due[0].experiment.backend);
  let data: { key: string; sets: DataSets } | undefined;
  for (const [i, run] of due.entries()) {
    process.stderr.write(`run ${i + 1} of ${due.length}: ${run.id}\n`);
    const key = samplesKey(run.experiment);
    if (data?.key !== key) data = { key, sets: makeData(run.experiment).sets };
    write(fileOf(folder, run), `${JSON.stringify(await train(run, data.sets), null, 2)}\n`);
  }
  // A diverged network is a result of the study, not a failure of the program.
  process.exitCode = 0;
}
