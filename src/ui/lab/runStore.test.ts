import { expect, it, vi } from 'vitest';
import type { Shelf } from '../tradeoff/archive.ts';
import { RunStore } from './runStore.ts';

/** A shelf whose writes wait until they are let through. */
function slowShelf(value?: unknown) {
  let held = value;
  const gates: (() => void)[] = [];
  const shelf: Shelf = {
    read: async () => held,
    update: async (change) => {
      await new Promise<void>((resolve) => {
        gates.push(resolve);
      });
      held = change(held);
    },
  };
  const flush = async () => {
    do {
      for (const open of gates.splice(0)) open();
      await new Promise((resolve) => setTimeout(resolve));
    } while (gates.length > 0);
  };
  return { shelf, flush, value: () => held, gates };
}

const content = (step: number) => (id: string) => ({ id, step });

it('keeps the newest state, and writes no more often than the shelf bears', async () => {
  const { shelf, flush, value, gates } = slowShelf();
  const store = new RunStore(shelf, vi.fn<() => void>());
  let step = 0;
  for (let i = 1; i <= 50; i++) {
    step = i;
    store.save((id) => ({ id, step }));
    await Promise.resolve();
  }
  expect(gates.length).toBeLessThanOrEqual(1);
  await flush();
  expect(value()).toMatchObject({ step: 50 });
  store.end();
  await flush();
  expect(value()).toBeUndefined();
});

it('a run that begins while the one before is being removed is not removed with it', async () => {
  const { shelf, flush, value } = slowShelf();
  const store = new RunStore(shelf, vi.fn<() => void>());
  store.save(content(1));
  store.end();
  store.save(content(2));
  await flush();
  expect(value()).toMatchObject({ step: 2 });
});

it('does not store again what has ended meanwhile', async () => {
  const { shelf, flush, value } = slowShelf();
  const store = new RunStore(shelf, vi.fn<() => void>());
  store.save(content(1));
  store.end();
  await flush();
  expect(value()).toBeUndefined();
});

it('goes on under the name of a stored run, and leaves those of other windows alone', async () => {
  const { shelf, flush, value } = slowShelf({ id: 'before', step: 7 });
  const store = new RunStore(shelf, vi.fn<() => void>());
  void store.remove('another');
  await flush();
  expect(value()).toMatchObject({ step: 7 });
  store.adopt('before');
  await flush();
  expect(value()).toMatchObject({ step: 7 });
  store.save(content(8));
  await flush();
  expect(value()).toEqual({ id: 'before', step: 8 });
});

it('says once that the browser keeps nothing', async () => {
  const problem = vi.fn<(reason: unknown) => void>();
  const fail = async () => {
    throw new Error('quota');
  };
  const store = new RunStore({ read: fail, update: fail }, problem);
  for (let i = 0; i < 3; i++) {
    store.save(content(i));
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(problem).toHaveBeenCalledOnce();
  await expect(store.read()).rejects.toThrow('quota');
});
