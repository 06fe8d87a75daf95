import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/leaves.ts';
import { verdict } from '../repeats.ts';
import type { TrainingResult } from './progress.ts';
import {
  differenceOf,
  faultsOf,
  membersOf,
  openAfter,
  openIn,
  scatterOf,
  seedsOf,
  withRun,
  type SeedOutcome,
  type SeedRun,
  type Series,
} from './series.ts';

const finished = (test: number): SeedOutcome => ({ curve: [], result: { test } as TrainingResult });
const failed = (diverged: boolean): SeedOutcome => ({
  curve: [],
  failure: { error: 'It failed.', diverged },
});
const lost = failed(false);

const members = membersOf(defaultExperiment, 4);
const seedRun = (i: number, a: SeedOutcome, b = finished(0.2)): SeedRun => ({
  ...seedsOf(members[i]),
  networks: { a, b },
});
const series = (...done: SeedRun[]): Series => ({ base: defaultExperiment, count: 4, done });

describe('a seed that a fault has stopped', () => {
  it('is in no mean and no difference, and is not called diverged', () => {
    const done = [finished(0.1), lost, finished(0.12)].map((a, i) => seedRun(i, a));
    expect(scatterOf(done, 'a')).toMatchObject({ count: 2, failed: 0 });
    expect(scatterOf(done, 'b')).toMatchObject({ count: 3, failed: 0 });
    const paired = differenceOf(done, 'a', 'b');
    expect(paired).toMatchObject({ seeds: 2, count: 2, failed: 0 });
    expect(verdict(paired).sentence).not.toContain('diverged');
    expect(faultsOf(done, 'a')).toBe(1);
  });

  it('is tried again when the series is continued, but not at once', () => {
    const stopped = series(seedRun(0, finished(0.1)), seedRun(1, lost));
    expect(openIn(stopped)).toEqual(members.slice(1));
    expect(openAfter(stopped, members[1])).toEqual(members.slice(2));
  });

  it('is completed by a second try, which loses nothing that the first has shown', () => {
    const stopped = series(seedRun(0, lost, failed(true)), seedRun(1, finished(0.1)));
    const again = withRun(stopped, seedRun(0, finished(0.3), lost));
    expect(again.done).toEqual([seedRun(0, finished(0.3), failed(true)), stopped.done[1]]);
    expect(openIn(again)).toEqual(members.slice(2));
    expect(withRun(again, seedRun(0, lost))).toBe(again);
  });
});

it('a seed in which a network diverged is done, and counted', () => {
  const done = [seedRun(0, failed(true))];
  expect(openIn(series(...done))).toEqual(members.slice(1));
  expect(scatterOf(done, 'a')).toMatchObject({ count: 0, failed: 1 });
  expect(faultsOf(done, 'a')).toBe(0);
});

it('an error of silent samples alone is unknown, not that of a run that diverged', () => {
  const done = [seedRun(0, finished(NaN)), seedRun(1, finished(NaN))];
  expect(scatterOf(done, 'a')).toMatchObject({ count: 0, failed: 0 });
  expect(openIn(series(...done))).toEqual(members.slice(2));
});
