import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csrFromTriplets, multiply } from './csr.ts';

const triplets = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: -9, max: 9 }),
  ),
);

it('a matrix from triplets is their sum, with sorted columns and without zeros', () => {
  fc.assert(
    fc.property(triplets, (list) => {
      const matrix = csrFromTriplets(8, 6, {
        i: list.map(([i]) => i),
        j: list.map(([, j]) => j),
        value: list.map(([, , value]) => value),
      });
      const dense = Array.from({ length: 8 }, () => new Float64Array(6));
      for (const [i, j, value] of list) dense[i][j] += value;
      const vector = Float64Array.of(1, 10, 100, 1e3, 1e4, 1e5);
      const out = new Float64Array(8);
      multiply(matrix, vector, out);
      dense.forEach((row, i) => {
        expect(out[i]).toBe(row.reduce((sum, value, j) => sum + value * vector[j], 0));
        const columns = [...matrix.column.subarray(matrix.start[i], matrix.start[i + 1])];
        expect(columns).toEqual([...row.keys()].filter((j) => row[j] !== 0));
      });
    }),
  );
});
