import { expect, it, vi } from 'vitest';
import type { RunShelf } from './runShelf.ts';
import { RunStore, type RunLocks } from './runStore.ts';
import { headOf, type RunHead, type StoredRun } from './storedRun.ts';
import { result } from './result.testing.ts';

const content =
  (step: number, ended = false) =>
  (id: string): StoredRun => ({
    version: 1,
    id,
    link: '#v=3&preset=quick',
    savedAt: step,
    elapsedMs: step,
    a: { result: ended ? result : undefined },
  });

/** A database whose writes wait until they are let through; two windows may share one. */
function slowShelf() {
  const runs = new Map<string, StoredRun>();
  const gates: (() => void)[] = [];
  const passed = () =>
    new Promise<void>((resolve) => {
      gates.push(resolve);
    });
  const shelf: RunShelf = {
    heads: async () => [...runs.values()].map(headOf),
    read: async (id) => runs.get(id),
    write: async (run) => {
      await passed();
      runs.set(run.id, run);
    },
    markSeen: async () => {},
    remove: async (ids) => {
      await passed();
      for (const id of ids) runs.delete(id);
    },
  };
  const flush = async () => {
    do {
      for (const open of gates.splice(0)) open();
      await new Promise((resolve) => setTimeout(resolve));
    } while (gates.length > 0);
  };
  return { shelf, flush, gates, stored: () => [...runs.values()].map(({ savedAt }) => savedAt) };
}

const noLocks: RunLocks = { hold: () => () => {}, held: async () => new Set() };

const storeOn = (
  shelf: RunShelf,
  problem = vi.fn<(reason: unknown) => void>(),
  removed = vi.fn<(heads: readonly RunHead[]) => void>(),
) => new RunStore(shelf, noLocks, { problem, removed });

it('keeps the newest state, and writes no more often than the shelf bears', async () => {
  const { shelf, flush, stored, gates } = slowShelf();
  const store = storeOn(shelf);
  for (let step = 1; step <= 50; step++) {
    store.save(content(step));
    await Promise.resolve();
  }
  expect(gates.length).toBeLessThanOrEqual(1);
  await flush();
  expect(stored()).toEqual([50]);
  store.end();
  await flush();
  expect(stored()).toEqual([]);
});

it('a run that begins while the one before is being removed is not removed with it', async () => {
  const { shelf, flush, stored } = slowShelf();
  const store = storeOn(shelf);
  store.save(content(1));
  store.end();
  store.save(content(2));
  await flush();
  expect(stored()).toEqual([2]);
});

it('does not store again what has made way meanwhile', async () => {
  const { shelf, flush, stored } = slowShelf();
  const store = storeOn(shelf);
  store.save(content(1));
  store.end();
  await flush();
  expect(stored()).toEqual([]);
});

it('keeps what has finished, as it was then, when the next run begins', async () => {
  const { shelf, flush, stored } = slowShelf();
  const store = storeOn(shelf);
  store.save(content(1));
  store.finish(content(2, true));
  store.save(content(3));
  store.end();
  store.save(content(4));
  await flush();
  expect(stored().toSorted((a, b) => a - b)).toEqual([2, 4]);
});

it('keeps nothing of a run in which no network came to its end', async () => {
  const { shelf, flush, stored } = slowShelf();
  const store = storeOn(shelf);
  store.save(content(1));
  await flush();
  store.finish(content(2));
  await flush();
  expect(stored()).toEqual([]);
});

it('keeps the newest state of what is set aside, and frees it only then', async () => {
  const { shelf, flush, stored } = slowShelf();
  const held = new Set<string>();
  const hold = (id: string) => {
    held.add(id);
    return () => void held.delete(id);
  };
  const store = new RunStore(
    shelf,
    { hold, held: async () => held },
    { problem: vi.fn(), removed: vi.fn() },
  );
  for (const step of [1, 2]) store.save(content(step));
  store.leave();
  expect(held.size).toBe(1);
  store.save(content(3));
  await flush();
  expect(stored().toSorted((a, b) => a - b)).toEqual([2, 3]);
  expect(held.size).toBe(1);
  store.end();
  await flush();
  expect(stored()).toEqual([2]);
});

it('two windows that train at once keep both runs', async () => {
  const { shelf, flush, stored } = slowShelf();
  const [one, other] = [storeOn(shelf), storeOn(shelf)];
  one.save(content(1));
  other.save(content(2));
  one.save(content(3));
  await flush();
  expect(stored().toSorted((a, b) => a - b)).toEqual([2, 3]);
  other.end();
  await flush();
  expect(stored()).toEqual([3]);
});

it('goes on under the name of a stored run', async () => {
  const { shelf, flush, stored } = slowShelf();
  storeOn(shelf).save(content(7));
  await flush();
  const [{ id }] = await shelf.heads();
  const store = storeOn(shelf);
  store.adopt(id);
  store.save(content(8));
  await flush();
  expect(stored()).toEqual([8]);
});

it('says once that the browser keeps nothing, and that it does again', async () => {
  const problem = vi.fn<(reason: unknown) => void>();
  let full = true;
  const { shelf, flush } = slowShelf();
  const write = async (run: StoredRun) => {
    if (full) throw new Error('quota');
    await shelf.write(run);
  };
  const store = storeOn({ ...shelf, write }, problem);
  for (let step = 1; step <= 3; step++) {
    store.save(content(step));
    await flush();
  }
  expect(problem).toHaveBeenCalledExactlyOnceWith(new Error('quota'));
  full = false;
  store.save(content(4));
  await flush();
  expect(problem).toHaveBeenLastCalledWith(undefined);
});

const quota = () => Object.assign(new Error('quota'), { name: 'QuotaExceededError' });

/** A database with finished runs 1 to 3, the last one of a sweep, which has room for three runs. */
async function fullShelf() {
  const problem = vi.fn<(reason: unknown) => void>();
  const removed = vi.fn<(heads: readonly RunHead[]) => void>();
  const { shelf, flush, stored } = slowShelf();
  for (const step of [1, 2, 3]) {
    storeOn(shelf).finish((id) => ({ ...content(step, true)(id), sweep: step === 3 }));
    await flush();
  }
  const write = async (run: StoredRun) => {
    if (stored().length >= 3) throw quota();
    await shelf.write(run);
  };
  const store = () => storeOn({ ...shelf, write }, problem, removed);
  const told = () => removed.mock.calls.map(([heads]) => heads.map(({ savedAt }) => savedAt));
  return { shelf, store, flush, stored, problem, told };
}

it('where there is no room, a run of a sweep makes some, then the oldest of the others; and it is said', async () => {
  const { store, flush, stored, problem, told } = await fullShelf();
  store().save(content(4));
  await flush();
  expect(stored()).toEqual([1, 2, 4]);
  expect(told()).toEqual([[3]]);
  store().save(content(5));
  await flush();
  expect(stored()).toEqual([2, 4, 5]);
  expect(told()).toEqual([[3], [1]]);
  expect(problem).not.toHaveBeenCalled();
});

it('a sweep removes no run that the user began, and says that its own can’t be stored', async () => {
  const { store, flush, stored, problem, told } = await fullShelf();
  const ofSweep = (step: number) => (id: string) => ({ ...content(step)(id), sweep: true });
  store().save(ofSweep(4));
  await flush();
  expect(stored()).toEqual([1, 2, 4]);
  store().save(ofSweep(5));
  await flush();
  expect(stored()).toEqual([1, 2, 4]);
  expect(told()).toEqual([[3]]);
  expect(problem).toHaveBeenCalledExactlyOnceWith(quota());
});

it('removes nothing for an error that has nothing to do with room', async () => {
  const { shelf, flush, stored, problem } = await fullShelf();
  const write = () => Promise.reject(new Error('the disk is broken'));
  storeOn({ ...shelf, write }, problem).save(content(4));
  await flush();
  expect(stored()).toEqual([1, 2, 3]);
  expect(problem).toHaveBeenCalledExactlyOnceWith(new Error('the disk is broken'));
});

it('stops removing runs when that frees nothing', async () => {
  const { shelf, flush, stored, problem } = await fullShelf();
  const heads = async () => (await shelf.heads()).map((head) => ({ ...head, bytes: 10 }));
  const write = () => Promise.reject(quota());
  storeOn({ ...shelf, heads, write }, problem).save(content(4));
  await flush();
  expect(stored()).toEqual([1, 2]);
  expect(problem).toHaveBeenCalledExactlyOnceWith(quota());
});
