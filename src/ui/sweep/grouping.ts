/** Which networks of a sweep are trained at the same time. */
import { coresHere } from '../../worker/threads.ts';
import { networkIds } from '../../engine/experiment/network.ts';

/** Networks that are trained at once: no more than cores, but a control beside its model in any case. */
export const atOnce = (): number => Math.min(networkIds.length, Math.max(2, coresHere()));

/**
 * Puts units, each of networks that belong together, into runs of at most `size` networks. The most costly unit comes
 * first, then the next most costly ones that still fit beside it: networks of about the same cost end at about the
 * same time. A unit that is larger than `size` is a run of its own.
 */
export function grouped<Network>(
  units: readonly (readonly Network[])[],
  size: number,
  cost: (network: Network) => number,
): Network[][] {
  const costOf = (unit: readonly Network[]) => Math.max(...unit.map(cost));
  let left = units.toSorted((one, other) => costOf(other) - costOf(one));
  const runs: Network[][] = [];
  while (left.length > 0) {
    const run: Network[] = [];
    const later: (readonly Network[])[] = [];
    for (const unit of left) {
      if (run.length === 0 || run.length + unit.length <= size) run.push(...unit);
      else later.push(unit);
    }
    runs.push(run);
    left = later;
  }
  return runs;
}
