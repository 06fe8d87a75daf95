import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experiment, expectWhole, pageOn, storage, trained } from '../lab/runs.testing.ts';
import { openPage, settled, work, type World } from '../lab/world.testing.ts';
import { Autorun } from './autorun.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function autorunIn(world: World, on = true) {
  world.page.setState({ autorun: on });
  const autorun = new Autorun(world.lab, world.page);
  autorun.begin();
  return autorun;
}
const phase = (world: World) => world.state().phase;

it('trains as soon as it is seen, and once', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world);
  await work(world);
  expect(phase(world)).toBe('idle');
  autorun.see(true);
  await work(world);
  expectWhole(world);
  await world.lab.run.reset();
  autorun.see(false);
  autorun.see(true);
  await work(world);
  expect(phase(world)).toBe('idle');
});

it('does nothing where the link does not say so, until it does', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world, false);
  autorun.see(true);
  await work(world);
  expect(phase(world)).toBe('idle');
  world.page.setState({ autorun: true });
  await work(world);
  expectWhole(world);
});

it('rests while it is out of view, and ends like a run that nothing happened to', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world);
  autorun.see(true);
  await work(world, trained(world, 'a', 2));
  autorun.see(false);
  await work(world);
  expect(phase(world)).toBe('paused');
  autorun.see(true);
  await work(world);
  expectWhole(world);
});

it('goes on when it is seen again before it has come to rest', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world);
  autorun.see(true);
  await work(world, trained(world, 'a', 2));
  autorun.see(false);
  autorun.see(true);
  await work(world);
  expectWhole(world);
});

it('leaves alone what somebody has paused, and what somebody has started', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world);
  autorun.see(true);
  await work(world, trained(world, 'a', 2));
  world.lab.run.pause();
  await work(world);
  autorun.see(false);
  autorun.see(true);
  await work(world);
  expect(phase(world)).toBe('paused');
  await world.lab.run.reset();
  world.lab.run.train();
  await work(world, trained(world, 'a', 2));
  autorun.see(false);
  await settled();
  expect(phase(world)).toBe('training');
});

it('goes on with what an earlier visit has left of the same experiment, and nothing is lost', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.train();
  await work(first, trained(first, 'a', 4));
  kept.reload();
  const second = openPage(experiment, kept.shelf, kept.windows);
  const autorun = autorunIn(second);
  autorun.see(true);
  await work(second);
  expectWhole(second);
});

it('leaves alone a run that somebody starts before it is known what is stored', async () => {
  const world = openPage(experiment);
  const autorun = autorunIn(world);
  autorun.see(true);
  // The shelf has not answered yet.
  world.lab.run.train();
  await work(world, trained(world, 'a', 2));
  autorun.see(false);
  await settled();
  expect(phase(world)).toBe('training');
});

it('takes a run that goes on after a reload for its own', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.train();
  await work(first, trained(first, 'a', 4));
  kept.reload({ proposed: true });
  const second = openPage(experiment, kept.shelf, kept.windows);
  const autorun = autorunIn(second);
  autorun.see(true);
  await work(second, () => phase(second) === 'training');
  autorun.see(false);
  await work(second);
  expect(phase(second)).toBe('paused');
});
