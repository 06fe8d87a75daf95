/** What is stored of a series: the curves and results of the seeds that have ended, without weights. */
import * as v from 'valibot';
import { sum } from '../../../engine/math.ts';
import { networkIds } from '../../../engine/experiment/network.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import {
  countProblem,
  seedsOf,
  withSeeds,
  type SeedRun,
  type Series,
} from '../../../engine/train/series.ts';
import { count, failure, result } from './storedParts.ts';

/** Shortly before a network diverges its errors may be infinite. */
const anyError = v.union([v.pipe(v.number(), v.minValue(0)), v.nan()]);
const point = v.object({ step: count, train: v.optional(anyError), test: v.optional(anyError) });

const outcome = v.object({
  curve: v.array(point),
  result: v.optional(result),
  failure: v.optional(failure),
});

const seeds = { initSeed: count, shuffleSeed: count };

const seedRun = v.object({
  ...seeds,
  networks: v.object({
    a: v.optional(outcome),
    b: v.optional(outcome),
    c: v.optional(outcome),
    d: v.optional(outcome),
  }),
});

/** The seeds here are the first ones; those of the run in progress are in its link. */
export const storedSeries = v.object({ ...seeds, count, done: v.array(seedRun) });

export type StoredSeries = v.InferOutput<typeof storedSeries>;

export const toStored = ({ base, count: wanted, done }: Series): StoredSeries => ({
  ...seedsOf(base),
  count: wanted,
  done: [...done],
});

/** The series that a stored run of an experiment belongs to; undefined if it can't be one. */
export function fromStored(stored: StoredSeries, experiment: Experiment): Series | undefined {
  const { initSeed, shuffleSeed, count: wanted, done } = stored;
  const base = withSeeds(experiment, { initSeed, shuffleSeed });
  const known = new Set(done.map((run) => run.initSeed));
  if (known.size < done.length || done.length > wanted) return undefined;
  return countProblem(wanted, base) === undefined ? { base, count: wanted, done } : undefined;
}

const POINT_BYTES = 40;

const pointsOf = ({ networks }: SeedRun): number =>
  sum(networkIds.map((id) => networks[id]?.curve.length ?? 0));

export const bytesOfSeries = (stored: StoredSeries | undefined): number =>
  POINT_BYTES * sum(stored?.done.map(pointsOf) ?? []);
