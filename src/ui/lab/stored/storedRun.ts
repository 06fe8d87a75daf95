/** A run as the browser keeps it, to go on or to be shown again after a reload or a crash. */
import * as v from 'valibot';
import { decodeLink } from '../../../engine/opening/link.ts';
import type { Preset } from '../../../engine/experiment/presets.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { validateExperiment } from '../../../engine/opening/validate.ts';
import { mediumMissing } from '../../../engine/scene/mediumFile.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { areSound } from '../../../engine/train/checkpoint.ts';
import { ruleOf } from '../../../engine/train/rates.ts';
import type { Series } from '../../../engine/train/series.ts';
import { stepsOf } from '../../../engine/train/steps.ts';
import { hasNetwork, networkIds, type NetworkId } from '../../../engine/experiment/network.ts';
import { count, error, failure, finite, measured, rate, result } from './storedParts.ts';
import { bytesOfSeries, fromStored, storedSeries } from './storedSeries.ts';

const point = v.object({ step: count, train: v.optional(measured), test: v.optional(measured) });

const trainer = v.pipe(
  v.object({
    done: count,
    values: v.instance(Float32Array<ArrayBufferLike>),
  }),
  v.check(areSound),
);

const checkpoint = v.object({
  step: count,
  points: count,
  // Of a range test in an earlier version; a rate at which a trial diverged has an infinite error.
  trials: v.optional(
    v.pipe(
      v.array(v.object({ rate: finite, error: v.pipe(v.number(), v.minValue(0)) })),
      v.readonly(),
    ),
  ),
  rate: v.optional(rate),
  cut: v.optional(v.object({ step: count, before: measured, after: measured })),
  due: v.optional(point),
  batchErrors: v.pipe(v.array(measured), v.readonly()),
  // Not a number before the first step.
  stepMs: v.union([v.number(), v.nan()]),
  trainer: v.optional(trainer),
});

const network = v.object({
  /** Where it goes on, or its weights at the end; none if it had not come so far, and then it begins anew. */
  kept: v.optional(v.object({ checkpoint, curve: v.array(point) })),
  /** Why it had ended for good. */
  failure: v.optional(failure),
  /** Once its training has ended. */
  result: v.optional(result),
});

const schema = v.object({
  version: v.literal(1),
  /** Tells runs apart. */
  id: v.string(),
  /** The hash of a link to the experiment. */
  link: v.string(),
  /** The rule of its automatic rates; none without such rates, or from an earlier version. */
  rule: v.optional(v.string()),
  /** Milliseconds since 1970. */
  savedAt: finite,
  /** How long it had run (ms). */
  elapsedMs: error,
  /** Name of the user's file that the samples, or the background of the scene, came from: it is not stored. */
  file: v.optional(v.string()),
  /** What simulated its samples, where that was not WebAssembly alone; earlier versions did not say so. */
  samplesOn: v.optional(v.picklist(['webgpu', 'mixed'])),
  /** Whether a sweep trained it; earlier versions did not say so. */
  sweep: v.optional(v.boolean()),
  /** Of a run that is repeated with other seeds. */
  series: v.optional(storedSeries),
  /** The networks that are part of it. */
  a: v.optional(network),
  b: v.optional(network),
  c: v.optional(network),
  d: v.optional(network),
});

export type StoredRun = v.InferOutput<typeof schema>;
export type StoredNetwork = v.InferOutput<typeof network>;

export interface OpenedRun {
  run: StoredRun;
  preset: Preset;
  experiment: Experiment;
  series?: Series;
  /** Whether its automatic rates follow another rule than the present one: it is shown, and not trained any further. */
  outdated: boolean;
  /** What is not as it was. */
  remark?: string;
}

/** Of a run in which networks were to search for their learning rate. */
export const RANGE_TEST =
  'This run began with a range test, which no longer exists. Networks that had found a rate keep it; the others use the rate in their settings.';

/** Of a run that is left as it is because the rule of automatic rates is another one now. */
export const OTHER_RATES = {
  finished:
    'The automatic learning rates of this run are those of an earlier version of this page. Train and Repeat use the present ones and begin anew.',
  unfinished:
    'This run can’t continue: its automatic learning rates are those of an earlier version of this page, and the present ones differ. What it has shown is kept. Train again for results with the present rates.',
  network:
    'Its training can’t continue, because the automatic learning rates are no longer those that it began with.',
} as const;

export const isOutdated = ({ rule }: Pick<StoredRun, 'rule'>, experiment: Experiment): boolean =>
  rule !== undefined && rule !== ruleOf(experiment);

/** Why nothing of a run can be trained or forecast now, as the beginning of a sentence; undefined where it can. */
export function missingBackground({
  run,
  experiment,
}: Pick<OpenedRun, 'run' | 'experiment'>): string | undefined {
  const { scene } = experiment;
  if (!originOf(experiment).simulated || !mediumMissing(scene)) return undefined;
  return `The background of this run is in ${run.file ?? 'a file'}, which is not open (fingerprint ${scene.medium})`;
}

/** Why an unfinished run can't go on now, as a sentence. */
export function whyWaits(opened: OpenedRun): string | undefined {
  const missing = isFinished(opened.run) ? undefined : missingBackground(opened);
  return missing && `${missing}: open that file first, under Scene or by dropping it on the page.`;
}

const fits = (experiment: Experiment, id: NetworkId, stored: StoredNetwork | undefined): boolean =>
  !stored ||
  (hasNetwork(experiment, id) && (stored.kept?.checkpoint.step ?? 0) <= stepsOf(experiment, id));

/** Whether nothing is left to do of it, neither networks nor seeds, and there is something to show. */
export const isFinished = (run: Pick<StoredRun, NetworkId | 'series'>): boolean => {
  const present = networkIds.flatMap((id) => run[id] ?? []);
  const { count: wanted, done } = run.series ?? { count: 0, done: [] };
  const all = [...present, ...done.flatMap(({ networks }) => Object.values(networks))];
  return (
    done.length >= wanted &&
    all.some((one) => one.result) &&
    present.every((one) => one.result ?? one.failure)
  );
};

/** What was stored, or undefined if it can't be used: damaged, or from another version of the page. */
export function openRun(stored: unknown): OpenedRun | undefined {
  const parsed = v.safeParse(schema, stored);
  if (!parsed.success) return undefined;
  const run = parsed.output;
  const { preset, experiment, notes, remark: searches } = decodeLink(run.link);
  if (notes.length > 0 || validateExperiment(experiment).length > 0) return undefined;
  // The samples of own data are not stored, and its file is not open after a reload: nothing can be trained.
  if (originOf(experiment).fromFile && !isFinished(run)) return undefined;
  if (networkIds.every((id) => !run[id])) return undefined;
  if (!networkIds.every((id) => fits(experiment, id, run[id]))) return undefined;
  const outdated = isOutdated(run, experiment);
  const state = isFinished(run) ? 'finished' : 'unfinished';
  const rangeTest = searches !== undefined && state === 'unfinished' ? RANGE_TEST : undefined;
  const remark = outdated ? OTHER_RATES[state] : rangeTest;
  const opened = { run, preset, experiment, outdated, ...(remark && { remark }) };
  if (!run.series) return opened;
  const series = fromStored(run.series, experiment);
  return series && { ...opened, series };
}

const headOfOne = v.object({ step: count, test: v.optional(measured), failed: v.boolean() });

/** What is told of a stored run without reading its weights. */
const headSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  link: v.string(),
  rule: v.optional(v.string()),
  savedAt: finite,
  file: v.optional(v.string()),
  finished: v.boolean(),
  sweep: v.optional(v.boolean()),
  /** Seeds of a series that have ended, and how many there are to be. */
  seeds: v.optional(v.object({ done: count, count })),
  /** Whether the user has seen it offered and left it for later. */
  seen: v.optional(v.boolean()),
  /** Bytes of its weights and curves, about. */
  bytes: count,
  a: v.optional(headOfOne),
  b: v.optional(headOfOne),
  c: v.optional(headOfOne),
  d: v.optional(headOfOne),
});

export type RunHead = v.InferOutput<typeof headSchema>;

export const readHead = (stored: unknown): RunHead | undefined => {
  const parsed = v.safeParse(headSchema, stored);
  return parsed.success ? parsed.output : undefined;
};

/** Whether the user may want to see it again. */
export const isWorthKeeping = ({ finished, seeds }: Pick<RunHead, 'finished' | 'seeds'>): boolean =>
  finished || (seeds !== undefined && seeds.done > 0);

const POINT_BYTES = 40;

const bytesOf = (stored: StoredNetwork | undefined): number =>
  stored?.kept
    ? (stored.kept.checkpoint.trainer?.values.byteLength ?? 0) +
      POINT_BYTES * stored.kept.curve.length
    : 0;

const headOfNetwork = (stored: StoredNetwork | undefined) =>
  stored && {
    step: stored.kept?.checkpoint.step ?? 0,
    test: stored.result?.test,
    failed: stored.failure !== undefined,
  };

export const headOf = (run: StoredRun): RunHead => ({
  version: 1,
  id: run.id,
  link: run.link,
  rule: run.rule,
  savedAt: run.savedAt,
  file: run.file,
  finished: isFinished(run),
  sweep: run.sweep,
  seeds: run.series && { done: run.series.done.length, count: run.series.count },
  bytes: networkIds.reduce((bytes, id) => bytes + bytesOf(run[id]), bytesOfSeries(run.series)),
  a: headOfNetwork(run.a),
  b: headOfNetwork(run.b),
  c: headOfNetwork(run.c),
  d: headOfNetwork(run.d),
});

/** A network that has ended without the moments of its optimizer, which only further training would need. */
export function withoutMoments(stored: StoredNetwork): StoredNetwork {
  const { kept } = stored;
  const values = kept?.checkpoint.trainer?.values;
  if (!kept?.checkpoint.trainer || !values) return stored;
  const trimmed = { ...kept.checkpoint.trainer, values: values.slice(0, values.length / 3) };
  return { ...stored, kept: { ...kept, checkpoint: { ...kept.checkpoint, trainer: trimmed } } };
}

/** The same network with moments of zero, as its trainer wants them. */
export function withMoments(stored: StoredNetwork): StoredNetwork {
  const { kept } = stored;
  const weights = kept?.checkpoint.trainer?.values;
  if (!kept?.checkpoint.trainer || !weights) return stored;
  const values = new Float32Array(3 * weights.length);
  values.set(weights);
  const trainerState = { ...kept.checkpoint.trainer, values };
  return {
    ...stored,
    kept: { ...kept, checkpoint: { ...kept.checkpoint, trainer: trainerState } },
  };
}
