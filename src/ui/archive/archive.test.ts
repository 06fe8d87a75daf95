import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import {
  addEntry,
  addOpened,
  clearEntries,
  loadArchive,
  MAX_ENTRIES,
  merged,
  readEntries,
  useArchive,
} from './archive.ts';
import type { Shelf } from '../storage/shelf.ts';
import { brokenShelf, memoryShelf } from '../storage/shelf.testing.ts';
import type { Entry } from './entry.ts';
import { endedEntry, quick } from './entry.testing.ts';
import { familyOf } from './family.ts';

const { experiment } = quick;
const a = endedEntry(experiment, 'a', 0.1);
const b = endedEntry(experiment, 'b', 0.2);
const diverged = endedEntry(withValue(experiment, 'b.rate', 0.5), 'b');
const elsewhere = endedEntry(withValue(experiment, 'data.train', 8), 'b', 0.3);
const reseeded = endedEntry(withValue(experiment, 'data.seed', 3), 'b', 0.3);

const entries = () => useArchive.getState().entries;
/** As after a reload of the page. */
const forget = () => useArchive.setState(useArchive.getInitialState(), true);
beforeEach(forget);

test('what was added is there again after a reload', async () => {
  const shelf = memoryShelf();
  for (const entry of [a, b, diverged, elsewhere]) await addEntry(shelf, entry);
  const before = entries();
  expect(before).toEqual([a, b, diverged, elsewhere]);
  forget();
  await loadArchive(shelf);
  expect(entries()).toEqual(before);
  expect(useArchive.getState().problem).toBeUndefined();
});

test('the same network replaces its entry', async () => {
  const shelf = memoryShelf();
  for (const entry of [a, b, { ...a, test: 0.05 }]) await addEntry(shelf, entry);
  expect(entries()).toEqual([b, { ...a, test: 0.05 }]);
  expect(shelf.content()).toEqual(entries());
});

test('two windows do not lose each other’s networks', async () => {
  const shelf = memoryShelf([b]);
  await addEntry(shelf, a);
  expect(shelf.content()).toEqual([b, a]);
});

test('a network that ends while the stored ones are read is kept', async () => {
  const shelf = memoryShelf([b, { ...a, test: 0.9 }]);
  const loading = loadArchive(shelf);
  await addEntry(shelf, a);
  await loading;
  expect(entries()).toEqual([b, a]);
});

test('one family with all its seeds or everything can be removed', async () => {
  const shelf = memoryShelf();
  for (const entry of [a, b, reseeded, elsewhere]) await addEntry(shelf, entry);
  await clearEntries(shelf, familyOf(a.group));
  expect(entries()).toEqual([elsewhere]);
  expect(shelf.content()).toEqual([elsewhere]);
  await clearEntries(shelf);
  expect(shelf.content()).toEqual([]);
});

test('damaged entries are left out with a sentence, the others stay', async () => {
  const damaged: unknown[] = [
    null,
    7,
    {},
    { ...a, format: 'cubist' },
    { ...a, test: Number.NaN },
    { ...a, parameters: -3 },
    { ...a, link: undefined },
  ];
  await loadArchive(memoryShelf([...damaged, b]));
  expect(entries()).toEqual([b]);
  expect(useArchive.getState().problem).toMatch(/^7 stored networks were damaged/);
});

test('whatever was stored, reading it gives entries and does not throw', () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      const read = readEntries(stored);
      expect(read.entries).toEqual([]);
      expect(read.damaged).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('without a database the page goes on, and says that nothing is kept', async () => {
  await loadArchive(brokenShelf);
  expect(useArchive.getState().problem).toMatch(/can’t be read.*private windows/);
  await addEntry(brokenShelf, a);
  expect(entries()).toEqual([a]);
  expect(useArchive.getState().problem).toMatch(/can’t be stored.*quota exceeded/);
});

test('the number of entries is bounded, and the oldest go first', () => {
  const many = Array.from({ length: MAX_ENTRIES + 200 }, (_, i): Entry => ({
    ...a,
    network: String(i),
  }));
  const kept = merged(many, [b]);
  expect(kept).toHaveLength(MAX_ENTRIES);
  expect(kept.at(-1)).toBe(b);
});

test('what the browser had no room for is stored with the next network, and the sentence goes', async () => {
  const shelf = memoryShelf();
  let full = true;
  const update: Shelf['update'] = (change) =>
    full ? Promise.reject(new Error('quota exceeded')) : shelf.update(change);
  const small = { ...shelf, update };
  await addEntry(small, a);
  await addEntry(small, b);
  expect(shelf.content()).toBeUndefined();
  expect(useArchive.getState().problem).toMatch(/quota exceeded.*save the results as JSON/);
  full = false;
  await addEntry(small, elsewhere);
  expect(shelf.content()).toEqual([a, b, elsewhere]);
  expect(useArchive.getState()).toMatchObject({ unstored: [], problem: undefined });
});

test('of a file and of what is here, the newer result of a network stays', async () => {
  const shelf = memoryShelf();
  for (const entry of [a, b]) await addEntry(shelf, entry);
  const older = { ...a, date: a.date - 1, test: 0.9 };
  const newer = { ...b, date: b.date + 1, test: 0.05 };
  const counts = await addOpened(shelf, [older, newer, elsewhere, { ...elsewhere, date: 0 }]);
  expect(counts).toMatchObject({ added: 1, replaced: 1, left: 1 });
  expect(entries()).toEqual([elsewhere, a, newer]);
  expect(shelf.content()).toEqual(entries());
  // The same file once more changes nothing.
  expect(await addOpened(shelf, [older, newer, elsewhere])).toMatchObject({
    added: 0,
    replaced: 0,
    left: 3,
  });
  expect(shelf.content()).toEqual([elsewhere, a, newer]);
});

test('a file with too many networks is refused, also beside those of another window, and pushes none out', async () => {
  const many = Array.from({ length: MAX_ENTRIES }, (_, i): Entry => ({ ...a, network: String(i) }));
  const shelf = memoryShelf([b]);
  await expect(addOpened(shelf, many)).rejects.toThrow(
    'There would be 3,001 networks, and this browser keeps at most 3,000.',
  );
  expect(shelf.content()).toEqual([b]);
  expect(entries()).toEqual([b]);
  await addOpened(shelf, many.slice(1));
  expect(entries()).toHaveLength(MAX_ENTRIES);
  // When there are too many later, those of the file go first.
  await addEntry(shelf, elsewhere);
  expect(entries()).toContainEqual(b);
  expect(entries().at(-1)).toEqual(elsewhere);
  expect(entries()).not.toContainEqual(many[1]);
});

test('an older result in a file never replaces a newer one, even if it can’t be stored at first', async () => {
  const shelf = memoryShelf([a]);
  let full = true;
  const small: Shelf = {
    ...shelf,
    update: (change) => (full ? Promise.reject(new Error('quota')) : shelf.update(change)),
  };
  await addOpened(small, [{ ...a, date: 1, test: 0.9 }, elsewhere]);
  full = false;
  await addEntry(small, b);
  expect(shelf.content()).toEqual([a, elsewhere, b]);
});
