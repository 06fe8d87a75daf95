/** The browser's database as a shelf for one value. */
import { createStore, get, update } from 'idb-keyval';
import type { Shelf } from './archive.ts';

const KEY = 'networks';

/** Not before the first use: opening it throws where a browser has none. */
const database = () => createStore('slimwave', 'archive');
let opened: ReturnType<typeof database> | undefined;

export const browserShelf: Shelf = {
  read: async () => get<unknown>(KEY, (opened ??= database())),
  update: async (change) => update<unknown>(KEY, change, (opened ??= database())),
};
