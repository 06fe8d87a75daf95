/** A browser's database and its windows, in memory. */
import type { RunShelf } from './runShelf.ts';
import { headOf, openRun, type StoredRun } from './storedRun.ts';
import type { Windows } from './windows.ts';

/** A database in memory, for one or several pages. */
export function memoryShelf(): RunShelf & { runs: Map<string, StoredRun> } {
  const runs = new Map<string, StoredRun>();
  const seen = new Set<string>();
  return {
    runs,
    heads: async () =>
      [...runs.values()].map((run) => ({ ...headOf(run), seen: seen.has(run.id) })),
    read: async (id) => structuredClone(runs.get(id)),
    write: async (run) => {
      if (!openRun(run)) throw new Error('What was stored can’t be opened again.');
      runs.set(run.id, structuredClone(run));
    },
    markSeen: async (id) => void seen.add(id),
    remove: async (ids) => ids.forEach((id) => runs.delete(id)),
  };
}

/** The windows of a browser: each holds what it has open. */
export function fakeWindows(held = new Set<string>()) {
  let last: string | undefined;
  let reloaded = false;
  const windows = {
    hold: (id: string) => {
      held.add(id);
      last = id;
      return () => void held.delete(id);
    },
    held: async () => held,
    get last() {
      return last;
    },
    isReloaded: () => {
      const before = reloaded;
      reloaded = false;
      return before;
    },
  } satisfies Windows;
  /** The page is gone, and what it held is free again. */
  const reload = ({ proposed = false } = {}) => {
    held.clear();
    reloaded = proposed;
  };
  return { windows, reload };
}
