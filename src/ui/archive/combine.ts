import { entryKey, type Entry } from './entry.ts';

export interface Combined {
  entries: Entry[];
  /** Those of the file that are among them now. */
  taken: Entry[];
  /** Networks that are new, those whose result was replaced by a newer one, and those whose result here stays. */
  added: number;
  replaced: number;
  left: number;
}

const newer = (one: Entry, other: Entry | undefined): boolean =>
  other === undefined || one.date > other.date;

/**
 * What is here together with what a file has: of the same network the newer result. New networks come first, where the
 * oldest ones are: when there are too many later, they go before the user's own.
 */
export function combine(entries: readonly Entry[], opened: readonly Entry[]): Combined {
  const found = new Map<string, Entry>();
  for (const entry of opened) {
    const key = entryKey(entry);
    if (newer(entry, found.get(key))) found.set(key, entry);
  }
  const here = new Map(entries.map((entry) => [entryKey(entry), entry]));
  const taken = [...found].filter(([key, entry]) => newer(entry, here.get(key)));
  const fresh = taken.filter(([key]) => !here.has(key));
  const all = new Map([...fresh, ...here, ...taken]);
  return {
    entries: [...all.values()],
    taken: taken.map(([, entry]) => entry),
    added: fresh.length,
    replaced: taken.length - fresh.length,
    left: found.size - taken.length,
  };
}
