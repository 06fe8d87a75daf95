import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choleskyFactor, solveRows } from './cholesky.ts';
import { randomTensor } from './tensors.testing.ts';

/** A [rows, size] times Aᵀ: symmetric, positive definite where rows ≤ size. */
function gram(data: Float64Array, rows: number): Float64Array {
  const size = data.length / rows;
  return Float64Array.from({ length: rows * rows }, (_, at) => {
    const [i, j] = [Math.floor(at / rows), at % rows];
    let sum = 0;
    for (let k = 0; k < size; k++) sum += data[i * size + k] * data[j * size + k];
    return sum;
  });
}

it('solves for every row', () => {
  const size = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(size, size, fc.nat(1000), (n, rows, seed) => {
      const matrix = gram(randomTensor([n, n + 3], seed).data, n);
      const right = randomTensor([rows, n], seed).data;
      const shift = 0.5;
      const found = solveRows(choleskyFactor(matrix, n, shift), right, n);
      for (let at = 0; at < right.length; at++) {
        const [row, j] = [at - (at % n), at % n];
        let product = shift * found[at];
        for (let i = 0; i < n; i++) product += found[row + i] * matrix[i * n + j];
        expect(product).toBeCloseTo(right[at], 9);
      }
    }),
  );
});

it('a singular matrix with a shift below round-off still has a finite solution', () => {
  const matrix = gram(randomTensor([6, 2]).data, 6);
  const found = solveRows(choleskyFactor(matrix, 6, 1e-18), randomTensor([1, 6]).data, 6);
  expect(found.every(Number.isFinite)).toBe(true);
});
