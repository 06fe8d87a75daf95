/** The browser's database as shelves for one value each. */
import { createStore, get, update } from 'idb-keyval';

/** Where one value is kept; `update` is atomic, since two windows may write at the same time. */
export interface Shelf {
  read(): Promise<unknown>;
  update(change: (old: unknown) => unknown): Promise<void>;
}

/** A shelf in a separate database. */
export function shelfIn(name: string, key: string): Shelf {
  let opened: ReturnType<typeof createStore> | undefined;
  // Not before the first use: opening it throws where a browser has none.
  const database = () => (opened ??= createStore(name, 'archive'));
  return {
    read: async () => get<unknown>(key, database()),
    update: async (change) => update<unknown>(key, change, database()),
  };
}

export const browserShelf: Shelf = shelfIn('slimwave', 'networks');
