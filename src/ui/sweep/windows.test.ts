/** One sweep in two windows. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useArchive } from '../archive/archive.ts';
import { settled, work } from '../lab/world.testing.ts';
import { storedOrder } from './order.ts';
import { useSweep } from './state.ts';
import { carryOut, discardSweep } from './sweep.ts';
import { browser, entryKeys, keys, lockOf, order, pageOn, sweeping } from './sweep.testing.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a sweep that two windows show', () => {
  /** Two windows that found the same interrupted sweep; what is in `useSweep` is that of the second one. */
  async function secondWindow() {
    const here = browser();
    const lock = lockOf();
    const keeping = { ...here.keeping, claim: lock.claim };
    await keeping.shelf.update(() => storedOrder(order));
    const trained: string[] = [];
    const world = await pageOn({ ...here, keeping }, trained);
    const found = useSweep.getState().order!;
    expect(storedOrder(found)).toEqual(storedOrder(order));
    return { ...here, lock, keeping, world, found, trained };
  }
  const shown = () => {
    const { order: now, notice } = useSweep.getState();
    return { order: now && storedOrder(now), notice };
  };

  it('is neither trained again nor given up while the other one is at it', async () => {
    const { lock, keeping, world, found, trained } = await secondWindow();
    const release = await lock.claim();
    await carryOut(world.lab, keeping, found);
    await discardSweep(world.lab, keeping);
    await work(world);
    expect(trained).toEqual([]);
    expect(sweeping(world)).toBe(false);
    expect(await keeping.shelf.read()).toEqual(storedOrder(order));
    expect(shown()).toMatchObject({
      order: storedOrder(order),
      notice: expect.stringMatching(/^This sweep is running in another window/),
    });
    release!();
    await discardSweep(world.lab, keeping);
    expect(await keeping.shelf.read()).toBeUndefined();
    expect(shown()).toEqual({});
  });

  it('is not trained again when the other one has finished it, and goes on from where that one was', async () => {
    const done = await secondWindow();
    await done.keeping.shelf.update(() => undefined);
    await carryOut(done.world.lab, done.keeping, done.found);
    expect([done.trained, done.lock.isHeld(), sweeping(done.world)]).toEqual([[], false, false]);
    expect(shown()).toEqual({
      order: undefined,
      notice: expect.stringMatching(/^This sweep was finished or given up in another window/),
    });

    const half = await secondWindow();
    // The other window has trained everything but one network, and was cancelled.
    const elsewhere = await pageOn(browser());
    const ended = carryOut(elsewhere.lab, browser().keeping, order);
    await work(elsewhere);
    await ended;
    const others = useArchive.getState().entries.slice(1);
    useArchive.setState({ entries: [] });
    useSweep.setState({ order: half.found, kept: true });
    await half.networks.update(() => others);
    const resumed = carryOut(half.world.lab, half.keeping, half.found);
    await work(half.world);
    await resumed;
    expect(half.trained).toHaveLength(1);
    expect(entryKeys()).toEqual(keys);
  });

  it('is not replaced unseen: one that another window has left is shown first', async () => {
    const here = browser();
    const world = await pageOn(here);
    await here.keeping.shelf.update(() => storedOrder(order));
    const own = { ...order, startedAt: 2, choice: { ...order.choice, kept: '25%' } };
    await carryOut(world.lab, here.keeping, own);
    expect(shown()).toEqual({
      order: storedOrder(order),
      notice: expect.stringMatching(/^Another window has left a sweep unfinished/),
    });
    expect(await here.keeping.shelf.read()).toEqual(storedOrder(order));
    const ended = carryOut(world.lab, here.keeping, own);
    await settled();
    expect(await here.keeping.shelf.read()).toEqual(storedOrder(own));
    await work(world);
    await ended;
    expect(useSweep.getState().outcome).toMatch(/^Done/);
  });
});
