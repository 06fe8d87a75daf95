import { expect, it } from 'vitest';
import { pairedDifference, type PairedDifference } from './repeats.ts';
import { judged, seedsToDecide } from './standing.ts';

/** Of differences to a limit. */
function paired(...differences: number[]): PairedDifference {
  const bySeed = (values: number[]) => new Map(values.map((value, seed) => [seed, value]));
  return pairedDifference(bySeed(differences), bySeed(differences.map(() => 0)));
}
const standings = (...all: PairedDifference[]) => judged(all).map(({ standing }) => standing);

// Of three seeds, t must be beyond 4.303 for one network, 6.205 for two and 7.649 for three.
const strong = paired(-1, -1.1, -1.2); // t = 19.1
const border = paired(-4, -5, -7); // t = 6.05
const beyond = paired(1, 1.1, 1.2);

it('one network is judged by its 95 % interval', () => {
  expect(judged([border])).toMatchObject([{ standing: 'within' }]);
  expect(judged([border])[0].confidence).toBeCloseTo(0.95, 12);
  expect(standings(beyond)).toEqual(['beyond']);
  expect(standings(paired(-1, 1, -1), paired(-1, 1, 1))).toEqual([
    'likely within',
    'likely beyond',
  ]);
});

it('of several, each must stand out among those that are left', () => {
  expect(standings(border, beyond)).toEqual(['likely within', 'beyond']);
  expect(judged([border, beyond])[0].confidence).toBeCloseTo(0.975, 12);
  // With the strong one done, the other is judged alone, in whatever order they are.
  expect(standings(border, strong)).toEqual(['within', 'within']);
  expect(standings(strong, border)).toEqual(['within', 'within']);
  expect(standings(strong, border, beyond)).toEqual(['within', 'likely within', 'beyond']);
});

it('a single seed is no comparison, and takes no certainty from the others', () => {
  expect(standings(border, paired(-1))).toEqual(['within', 'likely within']);
});

it('as many seeds are asked for as decide if all stays as it is', () => {
  const of = { seeds: 3, count: 3, failed: 0, referenceFailed: 0, wins: 2, losses: 1 };
  // t(n − 1) / √n < 1 from n = 7 on: 2.447 / 2.646, but 2.571 / 2.449 for 6.
  expect(seedsToDecide({ ...of, mean: 0.01, deviation: 0.01 }, 0.975)).toBe(7);
  expect(seedsToDecide({ ...of, mean: -0.01, deviation: 0.01 }, 0.95)).toBe(7);
  // At 0.975: 2.841 / 2.828 for 8, 2.752 / 3 for 9.
  expect(seedsToDecide({ ...of, mean: -0.01, deviation: 0.01 }, 0.975)).toBe(9);
  expect(seedsToDecide({ ...of, mean: 0.0001, deviation: 0.01 }, 0.95)).toBeUndefined();
});
