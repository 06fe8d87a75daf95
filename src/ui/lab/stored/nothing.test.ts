import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experiment, expectWhole } from '../runs.testing.ts';
import { openPage, work } from '../world.testing.ts';
import { emptyShelf, loneWindow } from './nothing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a page without storage of its own trains all the same, offers nothing and leaves nothing', async () => {
  const world = openPage(experiment, emptyShelf, loneWindow);
  await work(world);
  expect(world.lab.stored.offered.getState().offer).toBeUndefined();
  world.lab.run.train();
  await work(world);
  expectWhole(world);
  expect(await world.lab.stored.list()).toEqual([]);
  expect(loneWindow.last).toBeUndefined();
});
