/** Networks that were trained on data files of equal shapes. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentFrom, findPreset } from '../../engine/experiment/presets.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { checkOwnData, type OwnData } from '../../engine/files/ownData.ts';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import { advisedRun, entryFor } from '../advisor/runs.ts';
import { fakeSession } from '../lab/fakeSession.testing.ts';
import { openPage, work, type World } from '../lab/world.testing.ts';
import { memoryShelf } from '../storage/shelf.testing.ts';
import { usualChoice } from '../sweep/choice.ts';
import type { Keeping } from '../sweep/keeping.ts';
import { leftIn, trainedIn } from '../sweep/left.ts';
import { orderOf, readOrder, storedOrder, type Order } from '../sweep/order.ts';
import { sweepPlan } from '../sweep/queue.ts';
import { useSweep } from '../sweep/state.ts';
import { carryOut, whyNotOn } from '../sweep/sweep.ts';
import { useArchive } from './archive.ts';
import { entryKey, groupOf, type Entry } from './entry.ts';
import { endedEntry } from './entry.testing.ts';
import { pointsOf } from './points.ts';
import { keepNetworks } from './record.ts';
import { openResults } from './results.ts';
import { entryRows, resultsOfEntries } from './table.ts';

const SHAPE = [32, 1, 8, 8];

function dataOf(seed: number): OwnData {
  const length = SHAPE.reduce((one, other) => one * other);
  const fields = (phase: number) => ({
    shape: SHAPE,
    data: Float32Array.from({ length }, (_, i) => Math.sin(i * i + phase)),
    dtype: '<f4',
  });
  return checkOwnData(new Map(Object.entries({ inputs: fields(seed), outputs: fields(seed + 1) })));
}

const [one, other] = [dataOf(1), dataOf(2)];
const experiment = experimentOn(
  one,
  experimentFrom({ 'training.steps': '4', 'data.train': '24', 'data.test': '8' }),
);
const [first, second] = [one, other].map(({ fingerprint }) => ({
  name: 'waves.npz',
  key: fingerprint,
}));
const trainedOn = (file: typeof first | undefined, test: number): Entry[] =>
  idsOf(experiment).map((id) => endedEntry(experiment, id, test, 0, file));

const order = (change: Partial<Order> = {}): Order =>
  orderOf({
    experiment,
    preset: findPreset('frames')!,
    choice: { ...usualChoice, formats: ['classical', 'one-way'], kept: '50%', seeds: '1' },
    startedAt: 1,
    file: first.name,
    ...change,
  })!;

beforeEach(() => {
  useArchive.setState(useArchive.getInitialState(), true);
  useSweep.setState(useSweep.getInitialState(), true);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('are kept side by side, drawn apart and never compared', () => {
  const entries = [trainedOn(undefined, 0.3), trainedOn(first, 0.2), trainedOn(second, 0.1)].flat();
  expect(new Set(entries.map(entryKey)).size).toBe(entries.length);
  expect(pointsOf(entries)).toHaveLength(entries.length);
  expect(new Set(entries.map((entry) => advisedRun(entry).setting)).size).toBe(3);
  const { network } = entries[0];
  const found = entryFor(network, groupOf(experiment, second.key), entries);
  expect(found?.test).toBe(0.1);
});

it('a scene has no file, whichever one is open', () => {
  const scene = findPreset('frames')!.experiment;
  expect(groupOf(scene, first.key)).toBe(groupOf(scene));
  expect(endedEntry(scene, 'a', 0.1, 0, first).file).toBeUndefined();
});

it('are named in tables, and come back from a file of results', () => {
  const entries = [...trainedOn(first, 0.2), ...trainedOn(second, 0.1)];
  const files = entryRows(entries, '').map((row) => [row.data_file, row.data_file_fingerprint]);
  expect(files).toEqual([first, first, second, second].map(({ name, key }) => [name, key]));
  const text = JSON.stringify(resultsOfEntries(entries, ''));
  expect(openResults(text).entries).toEqual(entries);
  const [row] = entryRows([endedEntry(findPreset('frames')!.experiment, 'a', 0.1)], '');
  expect(row).not.toHaveProperty('data_file');
});

/** A page on which `data` can be opened. */
async function pageWith(data: () => OwnData): Promise<World> {
  const world = openPage(
    experiment,
    undefined,
    undefined,
    fakeSession(async () => data()),
  );
  await keepNetworks(world.lab, memoryShelf());
  await work(world);
  return world;
}

const open = async (world: World, name = 'waves.npz') => {
  const outcome = await world.lab.files.open(new File(['x'], name));
  expect(outcome).toMatchObject({ failed: false });
  await work(world);
};

it('a sweep on one file trains again what was trained on the other one, and nothing twice', async () => {
  let data = one;
  const world = await pageWith(() => data);
  const keeping: Keeping = {
    shelf: memoryShelf(),
    networks: memoryShelf(),
    claim: async () => () => {},
  };
  const entries = () => useArchive.getState().entries;
  const sweep = async () => {
    const ended = carryOut(world.lab, keeping, order());
    await work(world);
    await ended;
    return useSweep.getState().outcome;
  };
  await open(world);
  expect(await sweep()).toBe('Done: 3 of 3 networks are trained.');
  const before = entries();
  await sweep();
  expect(entries()).toEqual(before);
  data = other;
  await open(world);
  expect(leftIn(sweepPlan(order({ fileKey: second.key })), before).left).toBe(3);
  expect(await sweep()).toBe('Done: 3 of 3 networks are trained.');
  expect(entries()).toHaveLength(6);
  expect(entries().slice(0, 3)).toEqual(before);
  for (const { key } of [first, second])
    expect(trainedIn(sweepPlan(order({ fileKey: key })), entries())).toBe(3);
});

it('a stored sweep continues only on its own file; one of an earlier version on the file of its name', async () => {
  let data = one;
  const world = await pageWith(() => data);
  const stored = order({ fileKey: first.key });
  expect(readOrder(structuredClone(storedOrder(stored)))).toEqual(stored);
  const { fileKey: _, ...earlier } = storedOrder(stored);
  const old = readOrder(earlier)!;
  expect(whyNotOn(world.lab, stored)).toBe('Its samples are in waves.npz: open that file first.');
  await open(world, 'copy.npz');
  expect(whyNotOn(world.lab, stored)).toBeUndefined();
  expect(whyNotOn(world.lab, old)).toMatch(/^Its samples are in waves.npz/);
  data = other;
  await open(world);
  expect(whyNotOn(world.lab, stored)).toMatch(/^waves.npz has changed since the sweep began/);
  expect(whyNotOn(world.lab, old)).toBeUndefined();
});
