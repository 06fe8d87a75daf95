/** How long a sweep takes, from the steps that were timed so far. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { type NetworkId, networkIds, specOf } from '../../engine/experiment/network.ts';
import { median, sum } from '../../engine/math.ts';
import { candidateRates, stepsOf, trialSteps } from '../../engine/train/steps.ts';
import type { Entry } from '../archive/entry.ts';
import { experimentOf, type SweepRun } from './queue.ts';

/** All steps of a network, those of the range test included. */
function allSteps(experiment: Experiment, id: NetworkId): number {
  const { training } = experiment;
  const trials = candidateRates(specOf(experiment, id)).length;
  return stepsOf(experiment, id) + trials * trialSteps(training.steps);
}

/**
 * Time of some runs (ms) in which `atOnce` networks compute at the same time, or undefined where no step of this group
 * was timed yet.
 */
export function estimate(
  base: Experiment,
  runs: readonly SweepRun[],
  known: readonly Pick<Entry, 'stepMs' | 'macs'>[],
  atOnce: number,
): number | undefined {
  const rates = known.flatMap(({ stepMs, macs }) => (stepMs === undefined ? [] : [stepMs / macs]));
  if (rates.length === 0) return undefined;
  const msPerMac = median(rates);
  return runs.reduce((total, run) => {
    const experiment = experimentOf(base, run);
    const times = run.map(
      ({ plan }, i) => allSteps(experiment, networkIds[i]) * plan.totals.macs * msPerMac,
    );
    // Where there are more networks than cores, they take turns.
    return total + Math.max(...times, sum(times) / atOnce);
  }, 0);
}
