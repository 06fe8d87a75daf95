/** An unfinished run as the browser keeps it, to go on after a reload or a crash. */
import * as v from 'valibot';
import { decodeLink } from '../../engine/experiment/link.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/experiment/validate.ts';
import { isOwn } from '../../engine/tasks/io.ts';
import { areSound } from '../../engine/train/checkpoint.ts';
import { stepsOf } from '../../engine/train/steps.ts';

const finite = v.pipe(v.number(), v.finite());
const error = v.pipe(finite, v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const point = v.object({ step: count, train: v.optional(error), test: v.optional(error) });

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
  // A rate at which a trial diverged has an infinite error.
  trials: v.pipe(
    v.array(v.object({ rate: finite, error: v.pipe(v.number(), v.minValue(0)) })),
    v.readonly(),
  ),
  rate: v.optional(finite),
  cut: v.optional(v.object({ step: count, before: error, after: error })),
  due: v.optional(point),
  batchErrors: v.pipe(v.array(error), v.readonly()),
  // Not a number before the first step.
  stepMs: v.union([v.number(), v.nan()]),
  trainer: v.optional(trainer),
});

const network = v.object({
  /** Where it goes on; none if it had not come so far, and then it begins anew. */
  kept: v.optional(v.object({ checkpoint, curve: v.array(point) })),
  /** Why it had ended for good. */
  failure: v.optional(v.object({ error: v.string(), diverged: v.boolean() })),
});

const schema = v.object({
  version: v.literal(1),
  /** Tells runs apart. */
  id: v.string(),
  /** The hash of a link to the experiment. */
  link: v.string(),
  /** Milliseconds since 1970. */
  savedAt: finite,
  /** How long it had run (ms). */
  elapsedMs: error,
  /** The networks that are part of it. */
  a: v.optional(network),
  b: v.optional(network),
});

export type StoredRun = v.InferOutput<typeof schema>;
export type StoredNetwork = v.InferOutput<typeof network>;

export interface OpenedRun {
  run: StoredRun;
  preset: Preset;
  experiment: Experiment;
}

const fits = (experiment: Experiment, id: 'a' | 'b', stored: StoredNetwork | undefined): boolean =>
  (stored?.kept?.checkpoint.step ?? 0) <= stepsOf(experiment, id);

/** What was stored, or undefined if it can't be used: damaged, or from another version of the page. */
export function openRun(stored: unknown): OpenedRun | undefined {
  const parsed = v.safeParse(schema, stored);
  if (!parsed.success) return undefined;
  const run = parsed.output;
  const { preset, experiment, notes } = decodeLink(run.link);
  // The samples of own data are not stored, and its file is not open after a reload.
  if (notes.length > 0 || isOwn(experiment) || validateExperiment(experiment).length > 0)
    return undefined;
  if (!run.a && !run.b) return undefined;
  return fits(experiment, 'a', run.a) && fits(experiment, 'b', run.b)
    ? { run, preset, experiment }
    : undefined;
}
