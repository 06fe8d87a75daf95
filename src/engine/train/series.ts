/**
 * A series: the networks of an experiment trained again and again, each time with other seeds of weights and order.
 * The samples stay the same, so the scatter is that of the training alone.
 */
import { type NetworkId, idsOf } from '../experiment/network.ts';
import { findLeaf } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { pairedDifference, summary, type PairedDifference, type Summary } from '../repeats.ts';
import type { CurvePoint, TrainingResult } from './progress.ts';

export interface Seeds {
  initSeed: number;
  shuffleSeed: number;
}

/** What became of a network with certain seeds: a result, or why there is none. */
export interface SeedOutcome {
  curve: CurvePoint[];
  result?: TrainingResult;
  failure?: { error: string; diverged: boolean };
}

/** A run whose training has ended. */
export interface SeedRun extends Seeds {
  networks: Partial<Record<NetworkId, SeedOutcome>>;
}

export interface Series {
  /** The settings, with the first seeds. */
  base: Experiment;
  /** How many seeds there are to be. */
  count: number;
  /** The runs that have ended, in their order. */
  done: readonly SeedRun[];
}

export const [FEWEST_SEEDS, MOST_SEEDS] = [2, 100];

export const seedsOf = ({ training: { initSeed, shuffleSeed } }: Experiment): Seeds => ({
  initSeed,
  shuffleSeed,
});

export const withSeeds = (experiment: Experiment, seeds: Seeds): Experiment => ({
  ...experiment,
  training: { ...experiment.training, ...seeds },
});

const sameSeeds = (one: Seeds, other: Seeds): boolean =>
  one.initSeed === other.initSeed && one.shuffleSeed === other.shuffleSeed;

/** The experiments of a series in order: both seeds count up from those of the settings. */
export const membersOf = (base: Experiment, count: number): Experiment[] => {
  const { initSeed, shuffleSeed } = seedsOf(base);
  return Array.from({ length: count }, (_, i) =>
    withSeeds(base, { initSeed: initSeed + i, shuffleSeed: shuffleSeed + i }),
  );
};

/** The seeds whose mean and scatter are to be shown; none of a single run, nor before the second seed has ended. */
export const scatteringSeeds = (series: Series | undefined): readonly SeedRun[] | undefined =>
  series && series.done.length > 1 ? series.done : undefined;

/** Whether a network has shown what it can: a fault of a worker or backend says nothing of the seed. */
const hasEnded = ({ result, failure }: SeedOutcome): boolean =>
  result !== undefined || failure?.diverged === true;

/** Whether all its networks have shown what they can. */
export const isWhole = ({ networks }: SeedRun): boolean => Object.values(networks).every(hasEnded);

/** The experiments that are still to be trained: of seeds without a run, and of those that a fault has stopped. */
export const openIn = ({ base, count, done }: Series): Experiment[] =>
  membersOf(base, count).filter(
    (member) => !done.some((run) => sameSeeds(run, seedsOf(member)) && isWhole(run)),
  );

/** Which seed of the series an experiment has, counted from 1. */
export const numberOf = ({ base }: Series, experiment: Experiment): number =>
  seedsOf(experiment).initSeed - seedsOf(base).initSeed + 1;

/** The experiments to be trained after this one: a seed that a fault has stopped is not tried again and again. */
export const openAfter = (series: Series, experiment: Experiment): Experiment[] =>
  openIn(series).filter((member) => numberOf(series, member) > numberOf(series, experiment));

/** With one more run. One that is there already keeps what its networks have shown, and gets the rest. */
export function withRun(series: Series, run: SeedRun): Series {
  const before = series.done.find((one) => sameSeeds(one, run));
  if (!before) return { ...series, done: [...series.done, run] };
  if (isWhole(before)) return series;
  const ended = Object.entries(before.networks).filter(([, outcome]) => hasEnded(outcome));
  const completed = { ...run, networks: { ...run.networks, ...Object.fromEntries(ended) } };
  return { ...series, done: series.done.map((one) => (one === before ? completed : one)) };
}

/**
 * Errors by seed, NaN of a run that diverged; without runs of which nothing is known: a fault has stopped them, or all
 * samples are silent.
 */
export function valuesBySeed(
  done: readonly SeedRun[],
  id: NetworkId,
  valueOf: (outcome: SeedOutcome) => number | undefined,
): Map<string, number> {
  return new Map(
    done.flatMap(({ networks, initSeed, shuffleSeed }): [string, number][] => {
      const outcome = networks[id];
      const seed = `${initSeed} ${shuffleSeed}`;
      if (outcome?.failure?.diverged) return [[seed, NaN]];
      const value = outcome && valueOf(outcome);
      return value === undefined || Number.isNaN(value) ? [] : [[seed, value]];
    }),
  );
}

export const testOf = ({ result }: SeedOutcome): number | undefined => result?.test;

/** In how many seeds a fault, not divergence, has stopped a network. */
export const faultsOf = (done: readonly SeedRun[], id: NetworkId): number =>
  done.filter(({ networks }) => networks[id]?.failure?.diverged === false).length;

/** Mean and deviation of a network over the seeds, and in how many of them it diverged. */
export const scatterOf = (
  done: readonly SeedRun[],
  id: NetworkId,
  valueOf: (outcome: SeedOutcome) => number | undefined = testOf,
): Summary => summary([...valuesBySeed(done, id, valueOf).values()]);

/** The test errors of a network against those of the reference, seed by seed. */
export const differenceOf = (
  done: readonly SeedRun[],
  id: NetworkId,
  reference: NetworkId,
): PairedDifference =>
  pairedDifference(valuesBySeed(done, id, testOf), valuesBySeed(done, reference, testOf));

/** Whether any network of a run has shown what it can: if none has, the next seed will fare no better. */
export const hasOutcome = ({ networks }: SeedRun, experiment: Experiment): boolean =>
  idsOf(experiment).some((id) => networks[id] && hasEnded(networks[id]));

/** The largest seed that the settings take. */
export function largestSeed(): number {
  const field = findLeaf('training.initSeed')?.field;
  return field?.kind === 'integer' ? field.max : Infinity;
}

/** Why a series can’t have so many seeds, as a sentence, or undefined. */
export function countProblem(count: number, base: Experiment): string | undefined {
  if (!Number.isInteger(count) || count < FEWEST_SEEDS || count > MOST_SEEDS) {
    return `Use a whole number of seeds from ${FEWEST_SEEDS} to ${MOST_SEEDS}.`;
  }
  const { initSeed, shuffleSeed } = seedsOf(base);
  const last = Math.max(initSeed, shuffleSeed) + count - 1;
  return last > largestSeed()
    ? `${count} seeds from ${Math.max(initSeed, shuffleSeed)} on would go beyond ${largestSeed()}, the largest seed. Lower the seeds under Training.`
    : undefined;
}
