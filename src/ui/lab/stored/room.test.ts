import { expect, it } from 'vitest';
import { removedText } from './removedText.ts';
import { surplus } from './room.ts';
import type { RunHead } from './storedRun.ts';

const head = (savedAt: number, bytes: number, change: Partial<RunHead> = {}): RunHead => ({
  version: 1,
  id: String(savedAt),
  link: '#v=3&preset=quick',
  savedAt,
  finished: true,
  bytes,
  ...change,
});
const times = (heads: RunHead[]) => heads.map(({ savedAt }) => savedAt);

it('the oldest finished runs go when there are too many, or too large ones', () => {
  const many = Array.from({ length: 50 }, (_, i) => head(i, 1));
  expect(times(surplus(many))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(times(surplus([head(1, 1e8), head(2, 1.5e8), head(3, 1e6)]))).toEqual([1]);
  // One run alone stays, however large.
  expect(surplus([head(1, 1e9)])).toEqual([]);
});

it('what has not ended stays and does not count: a run, and a series of which some seeds have ended', () => {
  const unfinished = { finished: false, seeds: { done: 3, count: 4 } };
  const series = Array.from({ length: 50 }, (_, i) => head(i, 1e7, unfinished));
  expect(surplus(series)).toEqual([]);
  expect(surplus([...series, head(100, 1)])).toEqual([]);
  expect(surplus(series.map((one) => ({ ...one, seeds: undefined })))).toEqual([]);
});

it('no number of runs of a sweep pushes out a run that the user began', () => {
  const own = Array.from({ length: 3 }, (_, i) => head(i, 1e6));
  const ofSweep = Array.from({ length: 60 }, (_, i) => head(10 + i, 1e7, { sweep: true }));
  const left = new Set(surplus([...own, ...ofSweep]));
  expect(own.filter((one) => left.has(one))).toEqual([]);
  expect(times([...left])).toEqual(
    ofSweep
      .map(({ savedAt }) => savedAt)
      .slice(0, -19)
      .toReversed(),
  );
});

it('says which runs had to go', () => {
  expect(removedText([head(0, 1)])).toMatch(
    /1 earlier run was removed to store the present one: “Quick.*” of [^;]* 1970[^;]*\./,
  );
  expect(removedText(Array.from({ length: 7 }, (_, i) => head(i, 1)))).toMatch(
    /7 earlier runs were removed.*; 2 more\./,
  );
});
