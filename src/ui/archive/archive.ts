/** The networks that were trained so far, kept in the browser across visits. */
import * as v from 'valibot';
import { create } from 'zustand';
import type { Shelf } from '../storage/shelf.ts';
import { formatCount } from '../shared/numbers.ts';
import { combine, type Combined } from './combine.ts';
import { entryKey, entrySchema, type Entry } from './entry.ts';
import { familyOf } from './family.ts';

/** Entries at most, three times the largest sweep; the oldest go first. Some megabytes. */
export const MAX_ENTRIES = 3000;

interface Archive {
  entries: readonly Entry[];
  /** What the browser did not take: it is stored with what comes next, since there may be room by then. */
  unstored: readonly Entry[];
  /** What the user should know of the keeping, as a sentence. */
  problem?: string;
}

export const useArchive = create<Archive>()(() => ({ entries: [], unstored: [] }));

const { getState: get, setState: set } = useArchive;

/** What was stored, without what can't be used, and how many entries that is. */
export function readEntries(stored: unknown): { entries: Entry[]; damaged: number } {
  if (stored === undefined) return { entries: [], damaged: 0 };
  if (!Array.isArray(stored)) return { entries: [], damaged: 1 };
  const entries = stored.flatMap((value: unknown) => {
    const parsed = v.safeParse(entrySchema, value);
    return parsed.success ? [parsed.output] : [];
  });
  return { entries, damaged: stored.length - entries.length };
}

/** `added` after `entries`, in the place of those of the same network. */
export function merged(entries: readonly Entry[], added: readonly Entry[]): Entry[] {
  const all = new Map(entries.map((entry) => [entryKey(entry), entry]));
  for (const entry of added) {
    all.delete(entryKey(entry));
    all.set(entryKey(entry), entry);
  }
  return [...all.values()].slice(-MAX_ENTRIES);
}

const reasonOf = (reason: unknown): string =>
  reason instanceof Error && reason.message ? reason.message : String(reason);

async function store(shelf: Shelf, change: (entries: readonly Entry[]) => Entry[]): Promise<void> {
  const { unstored: waiting } = get();
  set(({ entries }) => ({ entries: change(entries) }));
  try {
    await shelf.update((old) => change(merged(readEntries(old).entries, waiting)));
    if (waiting.length > 0) {
      set(({ unstored }) => ({
        unstored: unstored.filter((entry) => !waiting.includes(entry)),
        problem: undefined,
      }));
    }
  } catch (reason) {
    set(({ unstored }) => ({
      unstored: change(unstored),
      problem: `The networks can’t be stored in this browser (${reasonOf(reason)}). Training goes on, and they stay here until the page is closed: save the results as JSON, which can be opened here later. Earlier runs, under Take home, take most of the room; remove some, and the next network is stored with all that are waiting.`,
    }));
  }
}

/** Reads what earlier visits left. Never throws: the page works without it. */
export async function loadArchive(shelf: Shelf): Promise<void> {
  try {
    const { entries, damaged } = readEntries(await shelf.read());
    // What has been trained meanwhile is newer.
    set((now) => ({ entries: merged(entries, now.entries) }));
    if (damaged > 0) {
      set({
        problem: `${damaged === 1 ? 'One stored network was' : `${damaged} stored networks were`} damaged or from another version of this page and left out.`,
      });
    }
  } catch (reason) {
    set({
      problem: `Networks from earlier visits can’t be read in this browser (${reasonOf(reason)}). New ones stay here until the page is closed.`,
    });
  }
}

export const addEntry = (shelf: Shelf, entry: Entry): Promise<void> =>
  store(shelf, (entries) => merged(entries, [entry]));

/**
 * Adds what a file of results has; of the same network the newer result stays. Throws a sentence, and changes nothing,
 * where there would be too many.
 */
export async function addOpened(shelf: Shelf, opened: readonly Entry[]): Promise<Combined> {
  // Another window may have added some.
  await loadArchive(shelf);
  const combined = combine(get().entries, opened);
  const total = combined.entries.length;
  if (combined.added > 0 && total > MAX_ENTRIES) {
    throw new Error(
      `There would be ${formatCount(total)} networks, and this browser keeps at most ${formatCount(MAX_ENTRIES)}. First save the networks that are here as JSON, and remove some with Clear.`,
    );
  }
  await store(shelf, (entries) => combine(entries, combined.taken).entries);
  return combined;
}

/** Removes the entries of one family, or all. */
export async function clearEntries(shelf: Shelf, family?: string): Promise<void> {
  const kept = (entries: readonly Entry[]) =>
    family === undefined ? [] : entries.filter(({ group }) => familyOf(group) !== family);
  set(({ unstored }) => ({ problem: undefined, unstored: kept(unstored) }));
  await store(shelf, kept);
}
