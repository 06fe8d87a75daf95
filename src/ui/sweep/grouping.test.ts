import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grouped } from './grouping.ts';

const cost = (network: number) => network;

test('networks of about the same cost are trained together, and what belongs together stays so', () => {
  expect(grouped([[1], [8], [2], [7]], 2, cost)).toEqual([
    [8, 7],
    [2, 1],
  ]);
  expect(grouped([[9], [8], [5, 6], [1], [2]], 4, cost)).toEqual([
    [9, 8, 5, 6],
    [2, 1],
  ]);
  // A pair that does not fit lets smaller ones pass.
  expect(grouped([[9], [8, 7], [1]], 2, cost)).toEqual([
    [9, 1],
    [8, 7],
  ]);
  expect(grouped([[3, 4]], 1, cost)).toEqual([[3, 4]]);
});

test('every network stands in one run, and no two runs fit into one', () => {
  const units = fc.array(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 2 }));
  fc.assert(
    fc.property(units, fc.integer({ min: 2, max: 4 }), (all, size) => {
      const runs = grouped(all, size, cost);
      const ordered = (numbers: readonly number[]) => numbers.toSorted((x, y) => x - y);
      expect(ordered(runs.flat())).toEqual(ordered(all.flat()));
      for (const run of runs) {
        expect(run.length).toBeGreaterThan(0);
        expect(run.length).toBeLessThanOrEqual(size);
      }
      const halves = runs.filter((run) => 2 * run.length <= size);
      expect(halves.length).toBeLessThanOrEqual(1);
    }),
  );
});
