import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { endedEntry, quick } from './entry.testing.ts';
import { familyOf, sampleSeedOf, seedKeys, seedText } from './family.ts';
import { groupOf } from './entry.ts';
import { pointsOf, referenceIn } from './points.ts';

const { experiment } = quick;

it('entries that differ only in seed are one point, whichever of the seeds it is', () => {
  const runs = [experiment, ...seedKeys.map((key) => withValue(experiment, key, 77))];
  const points = pointsOf(runs.map((run, i) => endedEntry(run, 'b', 0.1 + 0.02 * i)));
  expect(points).toHaveLength(1);
  const [{ entries, test }] = points;
  expect(entries).toHaveLength(4);
  expect(test.mean).toBeCloseTo(0.13, 12);
  // Of 0.1, 0.12, 0.14, 0.16, with n − 1.
  expect(test.deviation).toBeCloseTo(Math.sqrt(0.002 / 3), 12);
});

it('everything else makes another point', () => {
  const others = [
    ['b.rate', 0.2],
    ['b.rank', { keep: 0.5 }],
    ['b.route', 'after'],
    ['net.width', 20],
    ['training.steps', 10],
  ] as const;
  const runs = [experiment, ...others.map(([key, value]) => withValue(experiment, key, value))];
  expect(pointsOf(runs.map((run) => endedEntry(run, 'b', 0.1)))).toHaveLength(runs.length);
});

it('a seed with which it diverged is counted and in no mean', () => {
  const again = withValue(experiment, 'training.initSeed', 2);
  const [point] = pointsOf([endedEntry(experiment, 'b', 0.2), endedEntry(again, 'b')]);
  expect(point.test).toMatchObject({ count: 1, failed: 1, mean: 0.2, deviation: undefined });
});

it('a seed is said as it is', () => {
  const seeds = withValue(withValue(experiment, 'training.initSeed', 2), 'data.seed', 5);
  const same = withValue(seeds, 'training.shuffleSeed', 2);
  expect(seedText(groupOf(seeds))).toBe('2/1');
  expect(seedText(groupOf(same))).toBe('2');
  expect(sampleSeedOf(groupOf(same))).toBe('5');
  expect(familyOf(groupOf(same))).toBe(familyOf(groupOf(experiment)));
  expect(familyOf(groupOf(same))).toContain('training.steps=');
});

it('savings are relative to the best classical network of full width', () => {
  const narrow = withValue(experiment, 'a.width', 'matched');
  const entries = [
    endedEntry(narrow, 'a', 0.01),
    endedEntry(experiment, 'b', 0.02),
    endedEntry(withValue(experiment, 'a.rate', 0.3), 'a'),
    endedEntry(withValue(experiment, 'a.rate', 0.2), 'a', 0.3),
    endedEntry(experiment, 'a', 0.2),
  ];
  expect(referenceIn(pointsOf(entries))?.entries).toEqual([entries[4]]);
  expect(referenceIn(pointsOf(entries.slice(0, 2)))).toBeUndefined();
});
