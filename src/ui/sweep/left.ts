/** What is done of a sweep, and what is left. */
import { originOf } from '../../engine/tasks/index.ts';
import { entryKey, type Entry } from '../archive/entry.ts';
import { atOnce } from './grouping.ts';
import type { Order } from './order.ts';
import { keysOf, sweepQueue, type SweepPlan, type SweepQueue } from './queue.ts';

type Begun = Pick<Order, 'experiment' | 'startedAt'>;

/**
 * Which networks are trained already, by the keys of their entries. Entries do not say which file their samples are
 * from: of own data only what the sweep itself has trained counts.
 */
function trainedKeys(
  { experiment, startedAt }: Begun,
  entries: readonly Entry[],
): ReadonlySet<string> {
  const { fromFile } = originOf(experiment);
  return new Set(entries.filter(({ date }) => !fromFile || date >= startedAt).map(entryKey));
}

/** What is left of a sweep. `over`: networks that need not be tried again in this sweep, whatever became of them. */
export function leftIn(
  plan: SweepPlan,
  order: Begun,
  entries: readonly Entry[],
  over: ReadonlySet<string> = new Set(),
): SweepQueue {
  const trained = trainedKeys(order, entries);
  return sweepQueue(plan, atOnce(), (key) => trained.has(key) || over.has(key));
}

/** Networks of a sweep that are trained and did not diverge. */
export function trainedIn(plan: SweepPlan, order: Begun, entries: readonly Entry[]): number {
  const good = trainedKeys(
    order,
    entries.filter(({ diverged }) => !diverged),
  );
  return keysOf(plan).filter((key) => good.has(key)).length;
}
