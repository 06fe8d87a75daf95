/** How long a network's run is; apart from the training itself, for whoever shows it. */
import type { Experiment, NetworkId, NetworkSpec } from '../experiment/schema.ts';

export const compressedAfterwards = (experiment: Experiment, id: NetworkId): boolean =>
  experiment[id].route === 'after';

/** Steps of a network's whole run, fine-tuning included. */
export const stepsOf = (experiment: Experiment, id: NetworkId): number =>
  experiment.training.steps +
  (compressedAfterwards(experiment, id) ? experiment.training.fineTune : 0);

/** Rates that the range test tries, around the one that the settings name. */
const FACTORS = [0.25, 0.5, 1, 2, 4];
/** Length of a trial: this share of the training, within limits. */
const SHARE = 0.06;
const [FEWEST, MOST] = [20, 100];

const MAX_RATE = 0.5;

/** The rates that the range test tries; none where it is off. */
export const candidateRates = ({ search, rate }: Pick<NetworkSpec, 'search' | 'rate'>): number[] =>
  search === 'off' ? [] : FACTORS.map((factor) => Math.min(MAX_RATE, factor * rate));

/** Steps of the range test at each rate, for a training of so many steps. */
export const trialSteps = (steps: number): number =>
  Math.min(MOST, Math.max(FEWEST, Math.round(SHARE * steps)));
