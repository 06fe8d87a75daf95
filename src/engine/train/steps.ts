/** How many steps a network's run has; separate from the training itself, for code that only displays it. */
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, type NetworkSpec, specOf } from '../experiment/network.ts';

export const compressedAfterwards = (experiment: Experiment, id: NetworkId): boolean =>
  specOf(experiment, id).route === 'after';

/** Steps of a network's whole run, fine-tuning included. */
export const stepsOf = (experiment: Experiment, id: NetworkId): number =>
  experiment.training.steps +
  (compressedAfterwards(experiment, id) ? experiment.training.fineTune : 0);

/** Rates that the range test tries, around the one that the settings name. */
const FACTORS = [0.25, 0.5, 1, 2, 4];
/** Length of a trial: this share of the training, within limits. */
const SHARE = 0.1;
const [FEWEST, MOST] = [20, 100];

const MAX_RATE = 0.5;

/** The rates that the range test tries; none where it is off. */
export const candidateRates = ({ search, rate }: Pick<NetworkSpec, 'search' | 'rate'>): number[] =>
  search === 'off' ? [] : FACTORS.map((factor) => Math.min(MAX_RATE, factor * rate));

/** Errors that differ by less than this share (%) count as equal. */
export const EQUAL_PERCENT = 5;

/**
 * The rate that the trials speak for: the largest of those about as good as the best, since short runs flatter
 * small rates (classical 7×7 kernels after 100 steps: 34.5 % at 0.006 and 34.9 % at 0.012; after 400 steps 14.6
 * and 13.0 %). Where all diverged it is the smallest. Undefined without trials.
 */
export function bestRate(trials: readonly { rate: number; error: number }[]): number | undefined {
  if (trials.length === 0) return undefined;
  const least = Math.min(...trials.map(({ error }) => error));
  if (!Number.isFinite(least)) return Math.min(...trials.map(({ rate }) => rate));
  const good = trials.filter(({ error }) => error <= least * (1 + EQUAL_PERCENT / 100));
  return Math.max(...good.map(({ rate }) => rate));
}

/** Steps of the range test at each rate, for a training of so many steps. */
export const trialSteps = (steps: number): number =>
  Math.min(MOST, Math.max(FEWEST, Math.round(SHARE * steps)));
