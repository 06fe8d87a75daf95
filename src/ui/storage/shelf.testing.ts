/** Shelves for tests. */
import type { Shelf } from './shelf.ts';

/** Keeps copies, as a database does. */
export function memoryShelf(content?: unknown): Shelf & { content: () => unknown } {
  let kept = content;
  return {
    content: () => kept,
    read: async () => structuredClone(kept),
    update: async (change) => {
      kept = structuredClone(change(structuredClone(kept)));
    },
  };
}

export const brokenShelf: Shelf = {
  read: () => Promise.reject(new Error('no database in private windows')),
  update: () => Promise.reject(new Error('quota exceeded')),
};
