/** How long a sweep takes, from the steps that were timed so far. */
import type { Experiment, NetworkId } from '../../engine/experiment/schema.ts';
import { median } from '../../engine/math.ts';
import { candidateRates, stepsOf, trialSteps } from '../../engine/train/steps.ts';
import type { Entry } from '../archive/entry.ts';
import { experimentOf, type SweepRun } from './queue.ts';
import { specOf } from '../../engine/experiment/network.ts';

/** All steps of a network, those of the range test included. */
export function allSteps(experiment: Experiment, id: NetworkId): number {
  const { training } = experiment;
  return (
    stepsOf(experiment, id) +
    candidateRates(specOf(experiment, id)).length * trialSteps(training.steps)
  );
}

/** Time of some runs (ms), or undefined where no step of this group was timed yet. */
export function estimate(
  base: Experiment,
  runs: readonly SweepRun[],
  known: readonly Pick<Entry, 'stepMs' | 'macs'>[],
): number | undefined {
  const rates = known.flatMap(({ stepMs, macs }) => (stepMs === undefined ? [] : [stepMs / macs]));
  if (rates.length === 0) return undefined;
  const msPerMac = median(rates);
  return runs.reduce((total, run) => {
    const experiment = experimentOf(base, run);
    const times = (['a', 'b'] as const).map((id) => {
      const network = run[id];
      return network ? allSteps(experiment, id) * network.plan.totals.macs * msPerMac : 0;
    });
    return total + Math.max(...times);
  }, 0);
}
