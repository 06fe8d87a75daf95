/** Runs that outlive their page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  STEPS,
  phase,
  trained,
  wholeCurve,
  expectWhole,
  pageOn,
  storage,
  withNetworks,
  type Storage,
} from '../runs.testing.ts';
import { resultOf } from '../fakeNetworks.testing.ts';
import { openPage, settled, work, type World } from '../world.testing.ts';

/** The networks of the experiment. */
const networkIds = ['a', 'b'] as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a stored run', () => {
  /** A page whose run is stored at a step. */
  async function interrupted(kept: Storage, least = 3): Promise<void> {
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world, trained(world, 'b', least));
    for (const id of networkIds) world.networks.checkpoint(id);
    await settled();
    kept.reload();
  }

  const offerOf = ({ lab }: World) => lab.stored.offered.getState().offer;

  it('ends exactly like one that nothing happened to', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    expect(offerOf(world)?.run.a?.kept?.checkpoint.step).toBe(3);
    await world.lab.stored.accept();
    expect(world.state().networks.a).toMatchObject({ status: 'placing' });
    await work(world, () => world.state().networks.a.status === 'preparing');
    expect(world.state().networks.a.step).toBe(3);
    await work(world);
    expectWhole(world);
    // It has ended, and is shown again.
    kept.reload();
    const later = await pageOn(kept);
    expect(offerOf(later)?.run.a?.result).toEqual(resultOf('a', STEPS));
    await later.lab.stored.accept();
    await work(later);
    expectWhole(later);
  });

  it('goes on without a question after a reload that the page has proposed', async () => {
    const kept = storage();
    await interrupted(kept);
    kept.reload({ proposed: true });
    const world = await pageOn(kept);
    expectWhole(world);
  });

  it('that is set aside is there to continue, with its settings or under others', async () => {
    const kept = storage();
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world, trained(world, 'b', 3));
    const gone = world.lab.run.setAside();
    await work(world);
    await gone;
    expect(phase(world)).toBe('idle');
    const [{ id }] = await world.lab.stored.list();
    const [{ a, b }] = kept.shelf.runs.values();
    expect([a, b].map((one) => one!.kept!.checkpoint.step >= 3)).toEqual([true, true]);
    world.lab.settings.setField('training.steps', '50');
    expect(await world.lab.stored.goOn('another')).toBe(false);
    expect(await world.lab.stored.goOn(id)).toBe(true);
    expect(await world.lab.stored.goOn(id)).toBe(false);
    await work(world);
    expectWhole(world);
    expect(world.state().experiment.training.steps).toBe(50);
  });

  it('that is discarded does not come back', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    await world.lab.stored.discard();
    expect(offerOf(world)).toBeUndefined();
    expect(offerOf(await pageOn(kept))).toBeUndefined();
  });

  it.each([
    ['an unfinished', 'remove'],
    ['a finished', 'markSeen'],
  ] as const)('%s one is offered until it is stored that it was set aside', async (_, write) => {
    const kept = storage();
    await interrupted(kept);
    if (write === 'markSeen') {
      const before = await pageOn(kept);
      await before.lab.stored.accept();
      await work(before);
      kept.reload();
    }
    let store = () => {};
    const stored = new Promise<void>((resolve) => (store = resolve));
    const shelf = { ...kept.shelf, [write]: async () => stored };
    const world = await pageOn({ ...kept, shelf });
    const discarded = world.lab.stored.discard();
    await settled();
    expect(offerOf(world)).toBeDefined();
    store();
    await discarded;
    expect(offerOf(world)).toBeUndefined();
  });

  it('goes on in one window only', async () => {
    const kept = storage();
    await interrupted(kept);
    const [one, other] = [await pageOn(kept), await pageOn(kept)];
    await one.lab.stored.accept();
    await work(one, trained(one, 'a', 4));
    await other.lab.stored.accept();
    expect(phase(other)).toBe('idle');
    expect(other.state().notices.at(-1)?.text).toBe('That run is already open in another window.');
    await work(one);
    expectWhole(one);
  });

  it('is withdrawn when another one begins', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    world.lab.run.train();
    expect(offerOf(world)).toBeUndefined();
  });

  it('keeps what had failed in it', async () => {
    const kept = storage();
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world, trained(world, 'b', 3));
    world.networks.fail('a', 'DivergedError', 'It diverged at step 3.');
    world.networks.checkpoint('b');
    await settled();
    kept.reload();
    const later = await pageOn(kept);
    await later.lab.stored.accept();
    await work(later);
    expect(later.state().networks.a).toMatchObject({
      status: 'failed',
      diverged: true,
      error: 'It diverged at step 3.',
    });
    expect(later.state().networks.b.curve).toEqual(wholeCurve('b'));
  });

  it('of two networks takes the place of settings with three, which Undo brings back', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = openPage(withNetworks(3), kept.shelf, kept.windows);
    await work(world);
    await world.lab.stored.accept();
    expect(world.state().experiment.networks).toHaveLength(2);
    await work(world);
    expectWhole(world);
    expect(world.state().networks.c.status).toBe('empty');
    world.lab.settings.undoOpening();
    expect(world.state().experiment.networks).toHaveLength(3);
    expectWhole(world);
    world.lab.run.train();
    await work(world);
    expectWhole(world);
    expect(world.state().networks.c.result).toEqual(resultOf('c', STEPS));
  });

  it('of four networks keeps all of them', async () => {
    const kept = storage();
    const world = openPage(withNetworks(4), kept.shelf, kept.windows);
    world.lab.run.train();
    await work(world, trained(world, 'd', 3));
    for (const id of ['a', 'b', 'c', 'd'] as const) world.networks.checkpoint(id);
    await settled();
    kept.reload();
    const later = await pageOn(kept);
    await later.lab.stored.accept();
    await work(later);
    expectWhole(later);
    expect(later.state().networks.d.curve).toEqual(wholeCurve('d'));
  });
});
