/** A whole sweep, on networks that do what the test says. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { networkIds } from '../../engine/experiment/network.ts';
import { useArchive } from '../archive/archive.ts';
import { settled, work } from '../lab/world.testing.ts';
import { brokenShelf } from '../storage/shelf.testing.ts';
import { type Keeping } from './keeping.ts';
import { readOrder, storedOrder } from './order.ts';
import { sweepPlan, sweepQueue } from './queue.ts';
import { useSweep } from './state.ts';
import { cancelSweep, carryOut, discardSweep } from './sweep.ts';
import { browser, entryKeys, keys, lockOf, order, pageOn, sweeping } from './sweep.testing.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a sweep', () => {
  it('trains every network with every seed, leaves the settings alone, and is gone then', async () => {
    const here = browser();
    const trained: string[] = [];
    const world = await pageOn(here, trained);
    const { experiment } = world.state();
    const ended = carryOut(world.lab, here.keeping, order);
    expect(sweeping(world)).toBe(true);
    await work(world);
    await ended;
    expect(trained.toSorted()).toEqual(keys);
    expect(entryKeys()).toEqual(keys);
    expect(useSweep.getState()).toMatchObject({
      outcome: `Done: ${keys.length} of ${keys.length} networks are trained.`,
      order: undefined,
    });
    expect(here.keeping.shelf).toMatchObject({ content: expect.any(Function) });
    expect(await here.keeping.shelf.read()).toBeUndefined();
    expect(world.state().experiment).toBe(experiment);
    // Its runs give way before the user's own.
    const heads = await here.runs.heads();
    expect(heads.map(({ finished, sweep }) => [finished, sweep])).toEqual(
      heads.map(() => [true, true]),
    );
    expect(heads.length).toBeGreaterThan(0);
  });

  it('trains nothing that is there', async () => {
    const here = browser();
    const trained: string[] = [];
    const world = await pageOn(here, trained);
    for (let i = 0; i < 2; i++) {
      const ended = carryOut(world.lab, here.keeping, order);
      await work(world);
      await ended;
    }
    expect(trained.toSorted()).toEqual(keys);
  });

  // Each network once, so that any number of them may be done when the page goes.
  it.each([...keys.keys()])(
    'continues after a reload when %i networks are done, and trains none twice',
    async (done) => {
      const here = browser();
      const trained: string[] = [];
      const first = await pageOn(here, trained);
      void carryOut(first.lab, here.keeping, order);
      const inTraining = () =>
        first.state().phase === 'training' &&
        networkIds.some(
          (id) =>
            first.state().networks[id].step >= 2 &&
            first.state().networks[id].status === 'training',
        );
      await work(first, () => trained.length >= done && inTraining());
      for (const id of networkIds) first.networks.checkpoint(id);
      await settled();
      const before = trained.length;

      const world = await pageOn(here, trained);
      const { order: found } = useSweep.getState();
      expect(found && storedOrder(found)).toEqual(storedOrder(order));
      const ended = carryOut(world.lab, here.keeping, found!);
      // The run that was interrupted continues where it was.
      const steps = () => networkIds.map((id) => world.state().networks[id].step);
      await work(world, () => steps().some((step) => step > 0));
      expect(Math.max(...steps())).toBeGreaterThanOrEqual(2);
      await work(world);
      await ended;
      expect(before).toBeLessThan(keys.length);
      expect(trained.toSorted()).toEqual(keys);
      expect(entryKeys()).toEqual(keys);
      expect(useSweep.getState().outcome).toMatch(/^Done/);
      // Nothing unfinished is left behind.
      const heads = await here.runs.heads();
      expect(heads.filter(({ finished }) => !finished)).toEqual([]);
    },
  );

  it('that is cancelled keeps what its networks have learnt, and continues with it', async () => {
    const here = browser();
    const trained: string[] = [];
    const world = await pageOn(here, trained);
    const ended = carryOut(world.lab, here.keeping, order);
    await work(world, () => world.state().networks.a.step >= 3);
    void cancelSweep(world.lab);
    await work(world);
    await ended;
    expect(world.state()).toMatchObject({ phase: 'idle', sweeping: false });
    expect(useSweep.getState().outcome).toBe(
      `Cancelled: 0 of ${keys.length} networks are trained.`,
    );
    const again = carryOut(world.lab, here.keeping, useSweep.getState().order!);
    await work(world, () => world.state().networks.a.step > 0);
    expect(world.state().networks.a.step).toBeGreaterThanOrEqual(3);
    await work(world);
    await again;
    expect(trained.toSorted()).toEqual(keys);
  });

  it('can be cancelled at any moment', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const here = browser();
      const world = await pageOn(here);
      const ended = carryOut(world.lab, here.keeping, order);
      for (let i = 0; i < moment; i++) await Promise.resolve();
      void cancelSweep(world.lab);
      await work(world);
      await ended;
      expect(world.state(), String(moment)).toMatchObject({ phase: 'idle', sweeping: false });
    }
  });

  it('that is given up leaves its trained networks and nothing else', async () => {
    const here = browser();
    const world = await pageOn(here);
    const ended = carryOut(world.lab, here.keeping, order);
    await work(world, () => useArchive.getState().entries.length >= 2);
    await work(world, () => world.state().networks.a.step >= 2);
    void cancelSweep(world.lab);
    await work(world);
    await ended;
    const before = entryKeys();
    expect((await here.runs.heads()).filter(({ finished }) => !finished)).toHaveLength(1);
    await discardSweep(world.lab, here.keeping);
    expect(entryKeys()).toEqual(before);
    expect((await here.runs.heads()).filter(({ finished }) => !finished)).toEqual([]);
    await pageOn(here);
    expect(useSweep.getState().order).toBeUndefined();
  });

  it('leaves runs that are not its own alone: a series, and one from before it', async () => {
    const here = browser();
    const first = await pageOn(here);
    const networks = sweepQueue(sweepPlan(order), 2).runs[0].experiment;
    first.lab.settings.setValidExperiment(networks, []);
    first.lab.run.repeat(2);
    await work(first, () => first.state().networks.a.step >= 2);
    for (const id of networkIds) first.networks.checkpoint(id);
    await settled();
    expect((await here.runs.heads()).map(({ seeds }) => seeds)).toEqual([{ done: 0, count: 2 }]);

    const world = await pageOn(here);
    const late = { ...order, startedAt: Date.now() + 1 };
    const ended = carryOut(world.lab, here.keeping, late);
    await work(world, () => world.state().networks.a.step >= 1);
    expect(world.state().series).toBeUndefined();
    expect(world.state().networks.a.step).toBe(1);
    void cancelSweep(world.lab);
    await work(world);
    await ended;
    await discardSweep(world.lab, here.keeping);
    expect((await here.runs.heads()).some(({ seeds }) => seeds)).toBe(true);
  });

  it('goes on past networks that fail, says why, and tries them again when it is started again', async () => {
    const here = browser();
    const world = await pageOn(here);
    const ended = carryOut(world.lab, here.keeping, order);
    // Without enough memory it starts again once, and then has failed.
    for (let i = 0; i < 2; i++) {
      await work(world, () => world.networks.place('a').training !== undefined);
      world.networks.fail('a', 'RangeError', 'Array buffer allocation failed');
    }
    await work(world);
    await ended;
    const { problems, outcome } = useSweep.getState();
    expect(problems).toHaveLength(1);
    expect(outcome).toBe(`Done: ${keys.length - 1} of ${keys.length} networks are trained.`);
    const again = carryOut(world.lab, here.keeping, order);
    await work(world);
    await again;
    expect(entryKeys()).toEqual(keys);
  });

  it('goes on where nothing can be stored, and says so', async () => {
    const here = browser();
    const world = await pageOn({ ...here, networks: brokenShelf as never });
    const keeping = { ...here.keeping, shelf: brokenShelf, networks: brokenShelf };
    const ended = carryOut(world.lab, keeping, order);
    await work(world);
    await ended;
    expect(entryKeys()).toEqual(keys);
    expect(useSweep.getState().notice).toMatch(
      /can’t be stored in this browser \(no database in private windows\)/,
    );
    expect(useArchive.getState().problem).toMatch(/can’t be stored.*quota exceeded/);
  });

  it('in another window is neither offered nor written over', async () => {
    const here = browser();
    await here.keeping.shelf.update(() => storedOrder(order));
    const other: Keeping = { ...here.keeping, claim: async () => undefined };
    const world = await pageOn({ ...here, keeping: other });
    expect(useSweep.getState().order).toBeUndefined();
    const own = { ...order, choice: { ...order.choice, kept: '25%' } };
    const ended = carryOut(world.lab, other, own);
    await work(world);
    await ended;
    expect(useSweep.getState().notice).toMatch(/^A sweep in another window/);
    expect(await other.shelf.read()).toEqual(storedOrder(order));
  });

  it('trains anew what can’t be read of an interrupted run', async () => {
    const here = browser();
    const first = await pageOn(here);
    void carryOut(first.lab, here.keeping, order);
    await work(first, () => first.state().networks.a.step >= 2);
    for (const id of networkIds) first.networks.checkpoint(id);
    await settled();
    const world = await pageOn(here);
    here.runs.read = () => Promise.reject(new Error('the disk is broken'));
    const ended = carryOut(world.lab, here.keeping, useSweep.getState().order!);
    await work(world);
    await ended;
    expect(entryKeys()).toEqual(keys);
    expect(sweeping(world)).toBe(false);
  });

  it('ends with a sentence when something breaks, lets go of the sweep, and can be resumed', async () => {
    const here = browser();
    const world = await pageOn(here);
    const lock = lockOf();
    const keeping = { ...here.keeping, claim: lock.claim };
    const begin = vi.spyOn(world.lab.run, 'begin').mockImplementation(() => {
      throw new Error('no worker left');
    });
    await carryOut(world.lab, keeping, order);
    expect(useSweep.getState().outcome).toBe(
      `The sweep stopped because of a fault (no worker left): 0 of ${keys.length} networks are trained. Resume tries again.`,
    );
    expect([sweeping(world), lock.isHeld()]).toEqual([false, false]);
    begin.mockRestore();
    const ended = carryOut(world.lab, keeping, useSweep.getState().order!);
    await work(world);
    await ended;
    expect(entryKeys()).toEqual(keys);
    expect(lock.isHeld()).toBe(false);
  });
});

describe('a stored sweep', () => {
  it('is read as it was', () => {
    expect(readOrder(structuredClone(storedOrder(order)))).toEqual(order);
  });

  it.each([
    ['nothing of a sweep', {}],
    ['half of it', { ...storedOrder(order), choice: { formats: ['classical'] } }],
    ['another version', { ...storedOrder(order), version: 2 }],
    ['a link with a setting that is none', { ...storedOrder(order), link: '#v=1&net.depth=7' }],
    [
      'seeds that make no sense',
      { ...storedOrder(order), choice: { ...order.choice, seeds: '0' } },
    ],
    ['a list', [1, 2]],
  ])('that can’t be used is ignored with a sentence, and gone: %s', async (_, stored) => {
    const here = browser();
    await here.keeping.shelf.update(() => stored);
    await pageOn(here);
    const { order: found, notice } = useSweep.getState();
    expect(found).toBeUndefined();
    expect(notice).toMatch(/can’t be continued: what was stored of it is damaged/);
    expect(await here.keeping.shelf.read()).toBeUndefined();
  });
});
