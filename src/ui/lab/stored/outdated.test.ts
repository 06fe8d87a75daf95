/** Stored runs whose automatic rates follow another rule than the present one. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ruleOf } from '../../../engine/train/rates.ts';
import { resultOf } from '../fakeNetworks.testing.ts';
import {
  STEPS,
  experiment,
  expectWhole,
  pageOn,
  phase,
  storage,
  trained,
  wholeCurve,
  type Storage,
} from '../runs.testing.ts';
import { settled, work, type World } from '../world.testing.ts';
import { OTHER_RATES } from './storedRun.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The page is gone, and the next one finds its only run with another rule, or none. */
function reloadWith({ shelf, reload }: Storage, rule: string | undefined) {
  const [run] = shelf.runs.values();
  expect(shelf.runs.size).toBe(1);
  expect(run.rule).toBe(ruleOf(experiment));
  const changed = { ...run, rule };
  shelf.runs.set(run.id, changed);
  reload();
  return changed;
}

/** A page that is gone in the middle of a run, or of a seed. */
async function interrupted(kept: Storage, seeds?: number) {
  const world = await pageOn(kept);
  if (seeds === undefined) world.lab.run.train();
  else world.lab.run.repeat(seeds);
  await work(
    world,
    () => (world.state().series?.done.length ?? 1) === 1 && trained(world, 'b', 3)(),
  );
  for (const id of ['a', 'b'] as const) world.networks.checkpoint(id);
  await settled();
}

async function accepted(kept: Storage): Promise<World> {
  const world = await pageOn(kept);
  await world.lab.stored.accept();
  await work(world);
  return world;
}

it('an unfinished run does not continue, and is shown and kept as it was', async () => {
  const kept = storage();
  await interrupted(kept);
  const run = reloadWith(kept, 'another');
  const world = await accepted(kept);
  expect(phase(world)).toBe('finished');
  for (const id of ['a', 'b'] as const) {
    expect(world.state().networks[id]).toMatchObject({
      status: 'failed',
      step: 3,
      error: OTHER_RATES.network,
      curve: wholeCurve(id).slice(0, 3),
    });
  }
  expect(world.state().notices.map(({ text }) => text)).toContain(OTHER_RATES.unfinished);
  // What is trained now is another run.
  world.lab.run.train();
  await work(world);
  expectWhole(world);
  expect(kept.shelf.runs.get(run.id)).toEqual(run);
  expect(kept.shelf.runs.size).toBe(2);
});

it('a sweep does not continue it either', async () => {
  const kept = storage();
  await interrupted(kept);
  const { id } = reloadWith(kept, 'another');
  const world = await pageOn(kept);
  expect(await world.lab.stored.goOn(id)).toBe(false);
});

it('a run of an earlier version, which has no rule, continues', async () => {
  const kept = storage();
  await interrupted(kept);
  reloadWith(kept, undefined);
  expectWhole(await accepted(kept));
  expect(kept.shelf.runs.size).toBe(1);
});

it('an unfinished series keeps the seeds that have ended, and gets no more', async () => {
  const kept = storage();
  await interrupted(kept, 3);
  const run = reloadWith(kept, 'another');
  const world = await accepted(kept);
  expect(phase(world)).toBe('finished');
  expect(world.state().series?.done).toEqual(run.series?.done);
  expect(kept.shelf.runs.get(run.id)).toEqual(run);
});

it('a finished series is shown with its networks, and repeated anew', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.repeat(2);
  await work(first);
  const run = reloadWith(kept, 'another');
  const world = await accepted(kept);
  expect(world.state().networks.a).toMatchObject({
    status: 'finished',
    result: resultOf('a', STEPS, 2),
  });
  expect(world.state().notices.map(({ text }) => text)).toContain(OTHER_RATES.finished);
  world.lab.run.repeat(3);
  await work(world);
  expect(world.state().series?.done).toHaveLength(3);
  expect(kept.shelf.runs.get(run.id)).toEqual(run);
  expect([...kept.shelf.runs.values()].map(({ rule }) => rule)).toEqual([
    'another',
    ruleOf(experiment),
  ]);
});
