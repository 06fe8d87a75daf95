/** What is done of a sweep, and what is left. */
import { entryKey, type Entry } from '../archive/entry.ts';
import { atOnce } from './grouping.ts';
import { keysOf, sweepQueue, type SweepPlan, type SweepQueue } from './queue.ts';

/** What is left of a sweep. `over`: networks that need not be tried again in this sweep, whatever became of them. */
export function leftIn(
  plan: SweepPlan,
  entries: readonly Entry[],
  over: ReadonlySet<string> = new Set(),
): SweepQueue {
  const trained = new Set(entries.map(entryKey));
  return sweepQueue(plan, atOnce(), (key) => trained.has(key) || over.has(key));
}

/** Networks of a sweep that are trained and did not diverge. */
export function trainedIn(plan: SweepPlan, entries: readonly Entry[]): number {
  const good = new Set(entries.filter(({ diverged }) => !diverged).map(entryKey));
  return keysOf(plan).filter((key) => good.has(key)).length;
}
