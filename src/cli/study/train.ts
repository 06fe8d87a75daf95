/** Trains runs of a study one after the other; each is written as soon as it is done. */
import { cpus } from 'node:os';
import { samplesKey } from '../../engine/data/samplesKey.ts';
import type { DataSets } from '../../engine/data/dataset.ts';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { chooseBackend } from '../../engine/device/choose.ts';
import { machineName } from '../../engine/device/decide.ts';
import { checkBackend, makeData, trainNetwork } from '../train.ts';
import { durationText, estimateStudy, estimateText } from './estimate.ts';
import { isDone, pathOf } from './folder.ts';
import type { Run } from './plan.ts';
import { reserveFile } from '../wholeFile.ts';
import { PROGRAM, runFile, type RunResult } from './result.ts';
import { settingsText } from './settings.ts';

/** Such as “AMD EPYC, wasm, Node v20.20.2”. */
const machineText = (backend: string): string =>
  [cpus()[0]?.model.trim() ?? 'unknown processor', backend, `Node ${process.version}`].join(', ');

const limitsOf = ({ limits: [long, short] }: ErrorReport['waves']) => ({ long, short });

async function train(run: Run, sets: DataSets, machine: string): Promise<RunResult> {
  const { experiment, id, preset, seed, role, format, keep } = run;
  const started = performance.now();
  const outcome = await trainNetwork(experiment, 'b', sets);
  const base = {
    id,
    settings: settingsText(experiment),
    program: PROGRAM,
    date: new Date().toISOString().slice(0, 10),
    machine,
    preset,
    seed,
    role,
    format,
    keep,
    parameters: outcome.parameters,
    convolutionParameters: outcome.convolutionParameters,
    macs: outcome.macs,
    note: outcome.note,
    seconds: (performance.now() - started) / 1000,
  };
  if ('error' in outcome) return { ...base, error: outcome.error };
  return {
    ...base,
    train: outcome.train,
    test: outcome.test,
    silent: outcome.testErrors?.silent,
    samples: outcome.testErrors?.samples,
    medianL1: outcome.testErrors?.medianL1,
    waves: outcome.where.waves.bands,
    waveLimits: limitsOf(outcome.where.waves),
    worst: outcome.where.worst?.error,
    rate: outcome.rate,
    stepMs: outcome.stepMs,
    forecastMs: outcome.forecastMs,
    cut: outcome.cut,
    interior: outcome.interior,
  };
}

/** `known` are results that say how long runs take. */
export async function trainRuns(
  due: readonly Run[],
  folder: string,
  known: readonly RunResult[],
  say: (sentence: string) => void,
): Promise<void> {
  checkBackend(due[0].experiment);
  const backend = await chooseBackend(due[0].experiment.backend);
  const machine = machineText(machineName(backend));
  const results = [...known];
  const secondsOf = due.length > 1 ? await estimateStudy(due) : undefined;
  if (secondsOf) say(estimateText(due.length, secondsOf(due, results)));
  let data: { key: string; sets: DataSets } | undefined;
  for (const [i, run] of due.entries()) {
    const file = pathOf(folder, run);
    // Somebody else may work in the same folder.
    if (isDone(file)) continue;
    const left = secondsOf && `, ${durationText(secondsOf(due.slice(i), results))} left at most`;
    say(`run ${i + 1} of ${due.length}${left ?? ''}: ${run.id}`);
    const reserved = reserveFile(file);
    try {
      const key = samplesKey(run.experiment);
      if (data?.key !== key) data = { key, sets: makeData(run.experiment).sets };
      const result = await train(run, data.sets, machine);
      reserved.write(runFile(result));
      results.push(result);
    } finally {
      reserved.release();
    }
  }
  // A diverged network is a result of the study, not a failure of the program.
  process.exitCode = 0;
}
