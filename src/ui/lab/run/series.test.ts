/** Runs that are repeated with other seeds. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { withValue } from '../../../engine/experiment/leaves.ts';
import { settingsMoved } from '../moved.ts';
import { resultOf } from '../fakeNetworks.testing.ts';
import {
  STEPS,
  experiment,
  pageOn,
  phase,
  storage,
  trained,
  type Storage,
} from '../runs.testing.ts';
import { openPage, settled, work, type World } from '../world.testing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened(base: Experiment = experiment): Promise<World> {
  const world = openPage(base);
  await work(world);
  return world;
}

const doneIn = ({ state }: World) => state().series?.done ?? [];
const seedsIn = (world: World) => doneIn(world).map(({ initSeed }) => initSeed);
const testsIn = (world: World, id: 'a' | 'b') =>
  doneIn(world).map(({ networks }) => networks[id]?.result?.test);
const expectedTests = (id: 'a' | 'b', seeds: readonly number[]) =>
  seeds.map((seed) => resultOf(id, STEPS, seed).test);

/** A page that trains a seed of a series. */
async function inSeed(seed: number, count = 3): Promise<World> {
  const world = await opened();
  world.lab.run.repeat(count);
  await work(
    world,
    () =>
      doneIn(world).length === seed - 1 && trained(world, 'a', 2)() && phase(world) === 'training',
  );
  return world;
}

describe('a series', () => {
  it('trains every seed once, and keeps what became of each', async () => {
    const world = await opened();
    world.lab.run.repeat(3);
    await work(world);
    expect(phase(world)).toBe('finished');
    expect(seedsIn(world)).toEqual([1, 2, 3]);
    expect(doneIn(world).map(({ shuffleSeed }) => shuffleSeed)).toEqual([1, 2, 3]);
    for (const id of ['a', 'b'] as const) {
      expect(testsIn(world, id)).toEqual(expectedTests(id, [1, 2, 3]));
    }
    for (const { networks } of doneIn(world)) expect(networks.a?.curve).toHaveLength(STEPS);
    expect(world.state().run?.training.initSeed).toBe(3);
    expect(settingsMoved(world.state())).toBe(false);
  });

  it('has the same samples for all seeds: they are made once', async () => {
    const world = await opened();
    let begun = 0;
    const start = world.pool.start.bind(world.pool);
    world.pool.start = (...given) => {
      begun++;
      start(...given);
    };
    world.lab.run.repeat(4);
    await work(world);
    expect(seedsIn(world)).toHaveLength(4);
    expect(begun).toBe(1);
  });

  it('begins with the single run that is there', async () => {
    const world = await opened();
    world.lab.run.train();
    await work(world);
    const { runId } = world.state();
    world.lab.run.repeat(2);
    await work(world);
    expect(seedsIn(world)).toEqual([1, 2]);
    expect(world.state().runId).toBe(runId + 1);
  });

  it('begins anew where the run had other settings, or was lost to a fault', async () => {
    const world = await opened();
    world.lab.run.train();
    await work(world);
    world.lab.settings.setField('training.steps', '4');
    world.lab.run.repeat(2);
    await work(world);
    expect(doneIn(world).map(({ networks }) => networks.a?.curve.length)).toEqual([4, 4]);

    const other = await opened();
    other.lab.run.train();
    await work(other, trained(other, 'a', 2));
    for (let i = 0; i < 5; i++) {
      other.networks.die('b', 'gone');
      await work(other, trained(other, 'b', 1));
    }
    await work(other);
    expect(other.state().networks.b.status).toBe('failed');
    other.lab.run.repeat(2);
    await work(other);
    expect(testsIn(other, 'b')).toEqual(expectedTests('b', [1, 2]));
  });

  it('goes on to more seeds', async () => {
    const world = await opened();
    world.lab.run.repeat(2);
    await work(world);
    const { runId } = world.state();
    world.lab.run.repeat(4);
    await work(world);
    expect(seedsIn(world)).toEqual([1, 2, 3, 4]);
    expect(world.state().runId).toBe(runId + 2);
    // All are there: nothing is left to do.
    world.lab.run.repeat(3);
    expect(phase(world)).toBe('finished');
  });

  it('counts up both seeds, from wherever they are', async () => {
    const base = withValue(
      withValue(experiment, 'training.initSeed', 7),
      'training.shuffleSeed',
      0,
    );
    const world = await opened(base);
    world.lab.run.repeat(2);
    await work(world);
    expect(doneIn(world)).toMatchObject([
      { initSeed: 7, shuffleSeed: 0 },
      { initSeed: 8, shuffleSeed: 1 },
    ]);
  });

  it('keeps its settings whatever becomes of those on the page', async () => {
    const world = await inSeed(2);
    world.lab.settings.setField('training.steps', '4');
    expect(settingsMoved(world.state())).toBe(true);
    await work(world);
    expect(doneIn(world).map(({ networks }) => networks.a?.curve.length)).toEqual([
      STEPS,
      STEPS,
      STEPS,
    ]);
  });

  it.each([0, 1, 1.5, 101, 1000, NaN])('of %f seeds is none', async (count) => {
    const world = await opened();
    world.lab.run.repeat(count);
    expect(phase(world)).toBe('idle');
  });

  it('does not begin beyond the largest seed, nor beside a paused run', async () => {
    const last = await opened(withValue(experiment, 'training.initSeed', 999_999));
    last.lab.run.repeat(2);
    expect(phase(last)).toBe('idle');
    const world = await inSeed(1);
    world.lab.run.pause();
    await work(world);
    const { runId } = world.state();
    world.lab.run.repeat(5);
    expect(world.state()).toMatchObject({ runId, phase: 'paused' });
  });
});

describe('a series that is interrupted', () => {
  it('pauses and resumes in the middle of a seed', async () => {
    const world = await inSeed(2);
    world.lab.run.pause();
    await work(world);
    expect(phase(world)).toBe('paused');
    expect(seedsIn(world)).toEqual([1]);
    world.lab.run.train();
    await work(world);
    expect(testsIn(world, 'a')).toEqual(expectedTests('a', [1, 2, 3]));
  });

  it('that is paused while a seed ends rests before the next one', async () => {
    const world = await inSeed(1);
    await work(world, trained(world, 'a', STEPS - 1));
    world.lab.run.pause();
    await work(world);
    expect(phase(world)).toBe('paused');
    for (let i = 0; i < 3 && doneIn(world).length < 1; i++) {
      world.lab.run.singleStep();
      await work(world);
    }
    expect([phase(world), seedsIn(world)]).toEqual(['paused', [1]]);
    expect(world.state().run?.training.initSeed).toBe(2);
    world.lab.run.train();
    await work(world);
    expect(seedsIn(world)).toEqual([1, 2, 3]);
  });

  it('that is stopped keeps the seeds that have ended', async () => {
    const world = await inSeed(3);
    const stopped = world.lab.run.stop();
    await work(world);
    await stopped;
    expect([phase(world), seedsIn(world)]).toEqual(['paused', [1, 2]]);
    await world.lab.run.reset();
    expect(world.state().series).toBeUndefined();
  });

  it('goes on after a network diverged, and says so of that seed', async () => {
    const world = await inSeed(2);
    world.networks.fail('b', 'DivergedError', 'It diverged.');
    await work(world);
    expect(testsIn(world, 'b')).toEqual([
      resultOf('b', STEPS, 1).test,
      undefined,
      resultOf('b', STEPS, 3).test,
    ]);
    expect(doneIn(world)[1].networks.b?.failure).toEqual({ error: 'It diverged.', diverged: true });
  });

  it('trains a seed that a fault has stopped again when it is repeated', async () => {
    const world = await inSeed(2);
    for (let i = 0; i < 10 && doneIn(world).length === 1; i++) {
      world.networks.die('b', 'gone');
      await work(world, () => doneIn(world).length > 1 || trained(world, 'b', 1)());
    }
    await work(world);
    expect(seedsIn(world)).toEqual([1, 2, 3]);
    expect(doneIn(world)[1].networks.b?.failure).toMatchObject({ diverged: false });
    world.lab.run.repeat(3);
    await work(world);
    expect([phase(world), seedsIn(world)]).toEqual(['finished', [1, 2, 3]]);
    for (const id of ['a', 'b'] as const) {
      expect(testsIn(world, id)).toEqual(expectedTests(id, [1, 2, 3]));
    }
    expect(world.state().run?.training.initSeed).toBe(2);
  });

  it('ends where no network can be trained, with a sentence', async () => {
    const world = await opened();
    world.lab.run.repeat(3);
    await work(world, () => world.state().networks.b.status === 'preparing');
    for (const id of ['a', 'b'] as const) world.networks.fail(id, 'Error', 'No room.');
    await work(world);
    expect([phase(world), seedsIn(world)]).toEqual(['finished', [1]]);
    expect(world.state().notices.at(-1)?.text).toMatch(/The series ends with seed 1 of 3/);
  });
});

describe('a stored series', () => {
  /** A page that is gone in the middle of the second of three seeds. */
  async function interrupted(kept: Storage, atStep = 3): Promise<void> {
    const world = await pageOn(kept);
    world.lab.run.repeat(3);
    await work(
      world,
      () => doneIn(world).length === 1 && (atStep === 0 || trained(world, 'b', atStep)()),
    );
    if (atStep > 0) for (const id of ['a', 'b'] as const) world.networks.checkpoint(id);
    await settled();
    kept.reload();
  }

  const offerOf = ({ lab }: World) => lab.stored.offered.getState().offer;

  it.each([0, 3])('goes on where it was: at step %i of a seed', async (step) => {
    const kept = storage();
    await interrupted(kept, step);
    const world = await pageOn(kept);
    expect(offerOf(world)?.series?.done).toHaveLength(1);
    await world.lab.stored.accept();
    expect(world.state().experiment.training.initSeed).toBe(1);
    expect(settingsMoved(world.state())).toBe(false);
    await work(world);
    expect(testsIn(world, 'b')).toEqual(expectedTests('b', [1, 2, 3]));
    expect(kept.shelf.runs.size).toBe(1);
  });

  it('that has ended is shown again, and can go on to more seeds', async () => {
    const kept = storage();
    const first = await pageOn(kept);
    first.lab.run.repeat(2);
    await work(first);
    kept.reload();
    const world = await pageOn(kept);
    await world.lab.stored.accept();
    await work(world);
    expect([phase(world), seedsIn(world)]).toEqual(['finished', [1, 2]]);
    world.lab.run.repeat(3);
    await work(world);
    expect(seedsIn(world)).toEqual([1, 2, 3]);
    expect([...kept.shelf.runs.values()].map(({ series }) => series?.done.length)).toEqual([3]);
  });

  it('does not take the place of the single run that it began with', async () => {
    const kept = storage();
    const world = await pageOn(kept);
    world.lab.run.train();
    await work(world);
    world.lab.run.repeat(2);
    await work(world);
    expect([...kept.shelf.runs.values()].map(({ series }) => series?.done.length)).toEqual([
      undefined,
      2,
    ]);
  });

  it('is kept when it makes way or is set aside, as long as a seed has ended', async () => {
    const kept = storage();
    await interrupted(kept);
    const world = await pageOn(kept);
    await world.lab.stored.discard();
    expect(kept.shelf.runs.size).toBe(1);
    const [head] = await world.lab.stored.list();
    expect(head).toMatchObject({ finished: false, seeds: { done: 1, count: 3 } });
    await world.lab.stored.open(head.id);
    await work(world, trained(world, 'a', 4));
    void world.lab.run.reset();
    await work(world);
    expect(kept.shelf.runs.size).toBe(1);
    // Of a series without a finished seed nothing would be left to see.
    world.lab.run.repeat(2);
    await work(world, trained(world, 'a', 2));
    world.networks.checkpoint('a');
    await settled();
    expect(kept.shelf.runs.size).toBe(2);
    void world.lab.run.reset();
    await work(world);
    expect(kept.shelf.runs.size).toBe(1);
  });
});
