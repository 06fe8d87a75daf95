import { chooseBackend } from '../engine/device/choose.ts';
import { machineName } from '../engine/device/decide.ts';
import type { DataSets } from '../engine/data/dataset.ts';
import { ownDataSets } from '../engine/data/own.ts';
import { ownNotes, readingNotes } from '../engine/data/ownNotes.ts';
import { silenceNote } from '../engine/data/silence.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import { buildDataSets } from '../engine/data/samples.ts';
import { sampleParameters } from '../engine/data/sampling.ts';
import { formatFieldValue } from '../engine/experiment/fields.ts';
import { getValue, leavesOfExperiment } from '../engine/experiment/leaves.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { type NetworkId, specOf, idsOf } from '../engine/experiment/network.ts';
import { planNetwork } from '../engine/nets/plan.ts';
import { errorReport, errorSummary } from '../engine/evaluation/report.ts';
import { DivergedError } from '../engine/train/errors.ts';
import { interiorErrors } from '../engine/scene/interior.ts';
import { taskOf } from '../engine/tasks/index.ts';
import { stepsOf } from '../engine/train/steps.ts';
import { seedStatistics } from '../engine/export/seeds.ts';
import { withSeeds, type SeedOutcome, type SeedRun, type Seeds } from '../engine/train/series.ts';
import type { CurvePoint, Progress, TrainingResult } from '../engine/train/progress.ts';
import { TrainingSession } from '../engine/train/session.ts';
import type { TrainedNetwork } from '../engine/export/network.ts';
import type { Invocation } from './arguments.ts';
import { saveModels } from './models.ts';
import { progressLine } from './progress.ts';
import { UsageError } from './usageError.ts';
import { relativeTo } from './relative.ts';

export function checkBackend({ backend }: Experiment): void {
  if (backend === 'webgpu') {
    throw new UsageError(
      'WebGPU needs a browser; use --backend wasm, wasm-no-fma, cpu or auto here.',
    );
  }
}

/** Simulates the samples, or takes them from the user's own. */
export function makeData(
  experiment: Experiment,
  own?: OwnData,
): { sets: DataSets; milliseconds: number } {
  const report = progressLine();
  const started = performance.now();
  const sets = own
    ? ownDataSets(own, experiment)
    : buildDataSets(experiment, (done, total) =>
        report(`simulated ${done} of ${total} samples`, done === total),
      );
  return { sets, milliseconds: performance.now() - started };
}

/** What the user should know of the samples, one sentence each. */
export const dataNotes = (experiment: Experiment, sets: DataSets, own?: OwnData): string[] =>
  [
    ...(own ? [...own.notes, ...ownNotes(own, experiment), ...readingNotes(own, experiment)] : []),
    silenceNote(experiment, { count: experiment.data, silent: sets.silent() }),
  ].filter((note) => note !== undefined);

/** Test samples whose submodel is run under the forecast trace. */
const INTERIOR_SAMPLES = 16;

/** Told of a trained network while it is there. */
type Save = (trained: TrainedNetwork) => Promise<void>;

interface Around {
  save?: Save;
  /** Trained weights that networks begin with, by fingerprint. */
  weights?: Invocation['weights'];
}

/** Trains one network to its end. A diverged one has an `error` instead of results. */
export async function trainNetwork(
  experiment: Experiment,
  id: NetworkId,
  sets: DataSets,
  { save, weights }: Around = {},
) {
  const steps = stepsOf(experiment, id);
  const report = progressLine();
  const curve: CurvePoint[] = [];
  const loaded = weights?.get(specOf(experiment, id).weights);
  const session = new TrainingSession(experiment, id, sets, undefined, undefined, loaded);
  const started = performance.now();
  const never = () => false;
  const onProgress = ({ step, points, stepMs }: Progress) => {
    curve.push(...points);
    if (step === 0) return;
    const error = curve.findLast((point) => point.train !== undefined)?.train;
    const errorText = error === undefined ? '' : `, ${(100 * error).toFixed(1)} % batch error`;
    report(
      `network ${id}: step ${step} of ${steps}${errorText}, ${stepMs.toFixed(1)} ms a step`,
      step === steps && points.length > 0,
    );
  };
  const { format, rate, rank } = specOf(experiment, id);
  const { totals, note } = planNetwork(experiment, id);
  if (note !== undefined) process.stderr.write(`note: network ${id}: ${note}\n`);
  try {
    await session.run(steps, never, onProgress);
    const trainMs = performance.now() - started;
    const result = await session.result(never, onProgress);
    const { model } = session.trainer;
    await save?.({ model, experiment, id, sets, training: { step: session.step, steps, result } });
    const interior = taskOf(experiment).drivesSubmodel
      ? await interiorErrors(
          experiment,
          sampleParameters(experiment).test.slice(0, INTERIOR_SAMPLES),
          (values) => session.forecast(values),
          sets.scaling!.unit[0],
        )
      : undefined;
    const found = await errorReport(
      { experiment, id, trainer: session.trainer, sets },
      async () => true,
    );
    const where = errorSummary(found!);
    return { format, rank, rate, note, ...totals, ...result, interior, where, trainMs, curve };
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    // The other networks go on; the exit code says that not all is well.
    process.stderr.write(`slimwave: network ${id}: ${error.message}\n`);
    process.exitCode = 1;
    return { format, rank, rate, note, ...totals, error: error.message, curve };
  } finally {
    session.dispose();
  }
}

type Trained = Awaited<ReturnType<typeof trainNetwork>>;

const compared = [
  'parameters',
  'convolutionParameters',
  'macs',
  'train',
  'test',
  'stepMs',
  'forecastMs',
] as const;

/** The networks one after the other, each with its ratios to the reference. */
async function trainedNetworks(experiment: Experiment, sets: DataSets, around: Around) {
  const all = new Map<NetworkId, Trained>();
  for (const id of idsOf(experiment)) all.set(id, await trainNetwork(experiment, id, sets, around));
  const reference = all.get(experiment.reference)!;
  return Object.fromEntries(
    [...all].map(([id, network]) => [
      id,
      { ...network, relative: relativeTo(network, reference, compared) },
    ]),
  );
}

/** What there is of a network for the statistics over seeds. */
const outcomeOf = (trained: Trained): SeedOutcome =>
  'error' in trained && trained.error !== undefined
    ? { curve: trained.curve, failure: { error: trained.error, diverged: true } }
    : { curve: trained.curve, result: trained as TrainingResult };

interface Repeated {
  networks: Awaited<ReturnType<typeof trainedNetworks>>;
  repeats: object;
}

/** The networks with each of the seeds, and what the seeds say together; `keep` gets that of the first ones. */
async function repeated(
  experiment: Experiment,
  seeds: readonly Seeds[],
  sets: DataSets,
  weights: Invocation['weights'],
  keep: (soFar: Repeated) => void,
): Promise<Repeated> {
  const ids = idsOf(experiment);
  const runs: (Seeds & Pick<Repeated, 'networks'>)[] = [];
  const reported = (): Repeated => {
    const done = runs.map(({ networks, ...one }): SeedRun => ({
      ...one,
      networks: Object.fromEntries(ids.map((id) => [id, outcomeOf(networks[id])])),
    }));
    const missing = seeds.length - runs.length;
    const statistics = seedStatistics(done, ids, experiment.reference);
    return {
      networks: runs[0].networks,
      repeats: { ...(missing > 0 ? { missing } : {}), seeds: runs, statistics },
    };
  };
  for (const [i, one] of seeds.entries()) {
    process.stderr.write(
      `seed ${i + 1} of ${seeds.length}: weights ${one.initSeed}, order ${one.shuffleSeed}\n`,
    );
    runs.push({
      ...one,
      networks: await trainedNetworks(withSeeds(experiment, one), sets, { weights }),
    });
    if (runs.length < seeds.length) keep(reported());
  }
  return reported();
}

/**
 * Makes the data and trains the networks one after the other. Errors are relative L2, times in ms. With several seeds
 * `keep` gets what there is after each of them.
 */
export async function trainReport(
  { experiment, preset, own, seeds, models, weights }: Invocation,
  keep: (soFar: object) => void,
): Promise<object> {
  checkBackend(experiment);
  const backend = await chooseBackend(experiment.backend);
  process.stderr.write(`backend ${machineName(backend)}: ${backend.reason}\n`);
  const { sets, milliseconds } = makeData(experiment, own);
  const notes = dataNotes(experiment, sets, own);
  for (const note of notes) process.stderr.write(`note: ${note}\n`);
  const base = {
    preset,
    settings: Object.fromEntries(
      leavesOfExperiment(experiment).map(({ key, field }) => [
        key,
        formatFieldValue(field, getValue(experiment, key)),
      ]),
    ),
    backend,
    dataset: {
      ...experiment.data,
      ...(own
        ? { map: own.mapping, scaling: { input: sets.inputScaling, output: sets.scaling } }
        : { scale: sets.scaling!.unit[0] }),
      silent: sets.silent(),
      notes,
      milliseconds,
    },
    reference: experiment.reference,
  };
  const trained =
    seeds.length > 0
      ? await repeated(experiment, seeds, sets, weights, (soFar) => keep({ ...base, ...soFar }))
      : {
          networks: await trainedNetworks(experiment, sets, {
            weights,
            save: models && ((network) => saveModels(models, network)),
          }),
        };
  return { ...base, ...trained };
}
