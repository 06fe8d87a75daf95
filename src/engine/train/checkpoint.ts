/**
 * What the rest of a network's run depends on, apart from its experiment and its samples: a run that continues from
 * a checkpoint gives the curve and the weights of one that was never interrupted. Plain data, to be sent and stored.
 */
import type { Rate } from '../experiment/rate.ts';
import type { CurvePoint, Cut, RateTrials } from './progress.ts';
import type { TrainerState } from './trainer.ts';

export interface Checkpoint {
  /** Step of the whole run. */
  step: number;
  /** How many points of the curve were reported before it; later ones are reported again. */
  points: number;
  /** Of a run that an earlier version began with a range test. */
  trials?: RateTrials;
  /** Peak learning rate, once the network is built; where an earlier version searched for it, not that of the settings. */
  rate?: Rate;
  cut?: Cut;
  /** The point of the curve whose test error is still to come. */
  due?: CurvePoint;
  /** Relative L2 errors of the batches since the last point of the curve. */
  batchErrors: readonly number[];
  /** Median time of the latest steps (ms); NaN before the first. */
  stepMs: number;
  /** Before or after the cut, as `cut` is there; none before the first step. */
  trainer?: TrainerState;
}

/**
 * Whether values can be those of a network that learns: a GPU that has failed may read zero everywhere, and weights
 * that are not numbers are not worth returning to.
 */
export function areSound({ values }: TrainerState): boolean {
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return false;
    if (i < values.length / 3) weight = Math.max(weight, Math.abs(values[i]));
  }
  return weight > 0;
}
