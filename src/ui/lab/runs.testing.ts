/** Short runs for tests, and what must have become of them. */
import { expect } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { type Phase } from '../state.ts';
import { errorAt, resultOf } from './fakeNetworks.testing.ts';
import { fakeWindows, memoryShelf } from './stored/fakeStorage.testing.ts';
import { openPage, work, type World } from './world.testing.ts';

/** Of the runs in these tests. */
export const STEPS = 6;
export const withNetworks = (count: number): Experiment =>
  experimentFrom({
    networks: String(count),
    'training.steps': String(STEPS),
    'data.train': '24',
    'data.test': '8',
    backend: 'wasm',
  });
export const experiment = withNetworks(2);

export const phase = ({ state }: World): Phase => state().phase;

export const trained = (world: World, id: NetworkId, steps: number) => () =>
  world.state().networks[id].step >= steps;

/** The curve of a run that nothing happened to. */
export const wholeCurve = (id: NetworkId) =>
  Array.from({ length: STEPS }, (_, i) => ({ step: i + 1, train: errorAt(id, i + 1) }));

export function expectWhole(world: World): void {
  expect(phase(world)).toBe('finished');
  const { run } = world.state();
  for (const id of run ? idsOf(run) : []) {
    expect(world.state().networks[id].curve).toEqual(wholeCurve(id));
    expect(world.state().networks[id].result).toEqual(resultOf(id, STEPS));
  }
}

/** A page whose run is in training. */
export async function inTraining(least = 2): Promise<World> {
  const world = openPage(experiment);
  await work(world);
  world.lab.run.train();
  await work(world, trained(world, 'a', least));
  return world;
}

/** What outlives a page. */
export const storage = () => {
  const { windows, reload } = fakeWindows();
  return { shelf: memoryShelf(), windows, reload };
};
export type Storage = ReturnType<typeof storage>;

/** A page that finds what is stored. */
export async function pageOn({ shelf, windows }: Storage): Promise<World> {
  const world = openPage(experiment, shelf, windows);
  await work(world);
  return world;
}
