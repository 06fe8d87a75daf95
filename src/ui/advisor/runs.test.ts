import { expect, test } from 'vitest';
import { advise } from '../../engine/advice.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { endedEntry, quick } from '../archive/entry.testing.ts';
import { advisedRun, entryFor, isMeasured } from './runs.ts';

const seeded = (seed: number) => withValue(quick.experiment, 'training.initSeed', seed);
const entries = [1, 2, 3].flatMap((seed) => [
  endedEntry(seeded(seed), 'a', 0.1),
  endedEntry(seeded(seed), 'b', 0.09),
]);

test('entries that differ only in seed are one network, compared seed by seed', () => {
  const [advice, ...more] = advise(entries.map(advisedRun), 0.05);
  expect(more).toEqual([]);
  expect(advice.reference).toMatchObject({ name: 'Classical', seeds: 3 });
  expect(advice.choices[0]).toMatchObject({ goal: 'parameters', sure: true });
  expect(advice.choices[0].pick.paired.count).toBe(3);
});

test('other samples, lengths and batches are other settings; a diverged network has no error', () => {
  for (const key of ['training.steps', 'training.batch', 'data.train']) {
    const other = endedEntry(withValue(quick.experiment, key, 16), 'b', 0.01);
    expect(advise([...entries, other].map(advisedRun), 0.05), key).toHaveLength(2);
  }
  expect(advisedRun(endedEntry(quick.experiment, 'a')).test).toBeUndefined();
});

test('a network without an error is measured only if it diverged', () => {
  const diverged = endedEntry(quick.experiment, 'a');
  expect(isMeasured(diverged)).toBe(true);
  // Of silent samples alone.
  expect(isMeasured({ ...diverged, diverged: false })).toBe(false);
});

test('a narrow network is no reference', () => {
  const narrow = endedEntry(withValue(quick.experiment, 'a.width', 'matched'), 'a', 0.1);
  expect(advisedRun(narrow).classical).toBe(false);
});

test('the entry with the present seeds is opened, otherwise the latest', () => {
  const { network } = entries[1];
  expect(entryFor(network, entries[2].group, entries)).toBe(entries[3]);
  const unknown = endedEntry(seeded(9), 'a', 0.1).group;
  expect(entryFor(network, unknown, entries)).toBe(entries[5]);
  expect(entryFor('none', unknown, entries)).toBeUndefined();
});
