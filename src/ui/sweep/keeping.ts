/** Where the sweep of this browser is kept until it is done: there is one, and one window is at it. */
import { browserShelf, shelfIn, type Shelf } from '../storage/shelf.ts';
import { areSame, readOrder, storedOrder, type Order } from './order.ts';
import { useSweep } from './state.ts';

const { getState: get, setState: set } = useSweep;

export interface Keeping {
  shelf: Shelf;
  /** The trained networks: another window may have added some. */
  networks: Shelf;
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

export const browserKeeping: Keeping = {
  shelf: shelfIn('slimwave', 'sweep'),
  networks: browserShelf,
  claim,
};

export const reasonOf = (reason: unknown): string =>
  reason instanceof Error && reason.message ? reason.message : 'no reason given';

/** The sweep is this window's until `release`. */
interface Taken {
  /** None where another window is at a sweep: this one is not stored then. */
  release?: () => void;
}

const RUNNING =
  'This sweep is running in another window. Wait until it has finished there, or cancel it there first.';
const ELSEWHERE =
  'A sweep in another window is stored already. This one can’t be continued after a reload; the networks that it has trained are kept.';

/**
 * What another window has made of the sweep that is shown, or of the place where this one is to be stored; undefined if
 * nothing. The sweep that is stored now is shown then.
 */
function changedElsewhere(stored: unknown, order: Order): string | undefined {
  const { kept, order: shown } = get();
  const now = readOrder(stored);
  const continues = kept && shown?.startedAt === order.startedAt;
  if (continues && now?.startedAt !== order.startedAt) {
    set({ order: now, kept: now !== undefined });
    return now
      ? 'Another window has started another sweep since: it is shown instead. The networks trained before are kept.'
      : 'This sweep was finished or given up in another window. The networks that it has trained are kept.';
  }
  const isKnown = !now || (kept && now.startedAt === shown?.startedAt);
  if (isKnown || areSame(now, order)) return undefined;
  set({ order: now, kept: true });
  return 'Another window has left a sweep unfinished: it is shown here. Resume it, or start yours again to replace it.';
}

/**
 * Takes the sweep for this window, which releases it at the end, and stores it. Undefined with a notice if it may not
 * go on here: another window is at it, or has changed what is stored. Never rejects: the sweep works without a database.
 */
export async function take(keeping: Keeping, order: Order): Promise<Taken | undefined> {
  const { kept, order: shown } = get();
  const release = await keeping.claim();
  if (!release) {
    const isThere = kept && shown?.startedAt === order.startedAt;
    if (isThere) set({ notice: RUNNING });
    else set({ notice: ELSEWHERE, kept: false });
    return isThere ? undefined : {};
  }
  try {
    const notice = changedElsewhere(await keeping.shelf.read(), order);
    if (notice !== undefined) {
      set({ notice });
      release();
      return undefined;
    }
    await keeping.shelf.update(() => storedOrder(order));
    set({ kept: true });
  } catch (reason) {
    set({
      kept: false,
      notice: `The sweep can’t be stored in this browser (${reasonOf(reason)}). It can’t be continued after a reload.`,
    });
  }
  return { release };
}

/** Removes what is stored of the sweep that is shown. False with a notice if another window is at it. */
export async function giveUp(keeping: Keeping): Promise<boolean> {
  const { kept, order } = get();
  if (!kept || !order) return true;
  const release = await keeping.claim();
  if (!release) {
    set({ notice: RUNNING });
    return false;
  }
  // What can't be read can't have been changed either.
  const stored = await keeping.shelf.read().catch(() => storedOrder(order));
  const notice = changedElsewhere(stored, order);
  if (notice === undefined) await clear(keeping);
  else set({ notice });
  release();
  return notice === undefined;
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
  } else if (!get().order) set({ order, kept: true });
  release();
}
