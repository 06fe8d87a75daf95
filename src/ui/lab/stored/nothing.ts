/** Storage of a page that must neither see nor change what the visitor has stored. */
import type { RunShelf } from './runShelf.ts';
import type { Windows } from './windows.ts';

/** Always empty, and keeps nothing. */
export const emptyShelf: RunShelf = {
  heads: async () => [],
  read: async () => undefined,
  write: async () => {},
  markSeen: async () => {},
  remove: async () => {},
};

/** A window that nobody else knows of. */
export const loneWindow: Windows = {
  hold: () => () => {},
  held: async () => new Set(),
  last: undefined,
  isReloaded: () => false,
};
