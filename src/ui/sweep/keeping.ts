/** Where the sweep of this browser is kept until it is done: there is one, and one window is at it. */
import { shelfIn, type Shelf } from '../storage/shelf.ts';
import { readOrder, storedOrder, type Order } from './order.ts';
import { useSweep } from './state.ts';

const { getState: get, setState: set } = useSweep;

export interface Keeping {
  shelf: Shelf;
  /** Takes the sweep for this window until it is released or the page is gone; undefined if another one has it. */
  claim(): Promise<(() => void) | undefined>;
}

const LOCK = 'slimwave sweep';

// Pages that are not served securely have no locks; the library's types say otherwise.
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

async function claim(): Promise<(() => void) | undefined> {
  const manager = locks();
  // Without locks two windows may have the same sweep: each trains what the other has not stored yet.
  if (!manager) return () => {};
  return new Promise((resolve) => {
    manager
      .request(LOCK, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(() => {}));
  });
}

export const browserKeeping: Keeping = { shelf: shelfIn('slimwave', 'sweep'), claim };

const reasonOf = (reason: unknown): string =>
  reason instanceof Error && reason.message ? reason.message : 'no reason given';

/** Stores the sweep for this window, which releases it at the end. Never rejects: the sweep works without. */
export async function keep(keeping: Keeping, order: Order): Promise<(() => void) | undefined> {
  const release = await keeping.claim();
  if (!release) {
    set({
      notice:
        'A sweep in another window is stored already. This one can’t be continued after a reload; the networks that it has trained are kept.',
    });
    return undefined;
  }
  try {
    await keeping.shelf.update(() => storedOrder(order));
  } catch (reason) {
    set({
      notice: `The sweep can’t be stored in this browser (${reasonOf(reason)}). It can’t be continued after a reload.`,
    });
  }
  return release;
}

// Without a database there is nothing to remove.
export const clear = ({ shelf }: Keeping): Promise<void> =>
  shelf.update(() => undefined).catch(() => {});

/** Finds a sweep that was interrupted by a reload or a crash. Never throws: the page works without it. */
export async function loadSweep(keeping: Keeping): Promise<void> {
  const stored = await keeping.shelf.read().catch(() => undefined);
  if (stored === undefined) return;
  const release = await keeping.claim();
  // Another window is at it.
  if (!release) return;
  const order = readOrder(stored);
  if (!order) {
    await clear(keeping);
    set({
      notice:
        'A sweep from an earlier visit can’t be continued: what was stored of it is damaged or comes from another version of this page. The networks that it has trained are kept.',
    });
  } else if (!get().order) set({ order });
  release();
}
