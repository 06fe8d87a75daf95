/** How long a sweep takes, from the steps that were timed so far. */
import { median, sum } from '../../engine/math.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { groupOf } from '../archive/entry.ts';
import { batchOf, timedFamilyOf } from '../archive/family.ts';
import type { SweepRun } from './queue.ts';
import type { Timed } from './timed.ts';

/** Time of a training step for each multiply-accumulate of a forecast and each sample of the batch (ms). */
function msPerMac(known: readonly Timed[]): number | undefined {
  const rates = known.flatMap(({ group, stepMs, macs }) => {
    const batch = batchOf(group);
    return stepMs === undefined || batch === undefined ? [] : [stepMs / (macs * batch)];
  });
  return rates.length === 0 ? undefined : median(rates);
}

/**
 * Time of the runs of a sweep (ms) in which `atOnce` networks compute at the same time: after the networks that were
 * trained with the same settings, whatever their seed; without any, roughly after all others. Undefined where no step
 * was ever timed.
 */
export function estimate(
  runs: readonly SweepRun[],
  known: readonly Timed[],
  atOnce: number,
): { ms: number; roughly: boolean } | undefined {
  if (runs.length === 0) return { ms: 0, roughly: false };
  const family = timedFamilyOf(groupOf(runs[0].experiment));
  const own = msPerMac(known.filter(({ group }) => timedFamilyOf(group) === family));
  const rate = own ?? msPerMac(known);
  if (rate === undefined) return undefined;
  const times = runs.map(({ experiment, networks }) => {
    const each = networks.map(
      ({ id, plan }) =>
        stepsOf(experiment, id) * plan.totals.macs * experiment.training.batch * rate,
    );
    // Where there are more networks than cores, they take turns.
    return Math.max(...each, sum(each) / atOnce);
  });
  return { ms: sum(times), roughly: own === undefined };
}
