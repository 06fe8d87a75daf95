/** The numbers that the kernels of an order keep in memory. */
import { gll } from './gll.ts';

/** A matrix [n, n] that is even or odd about its middle, split into the halves that act on sums and on differences. */
function halves(matrix: Float64Array, n: number): number[] {
  const half = Math.floor(n / 2);
  const table: number[] = [];
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    for (const sign of [1, -1]) {
      for (let k = 0; k < half; k++) {
        table.push((matrix[i * n + k] + sign * matrix[i * n + n - 1 - k]) / 2);
      }
      if (n % 2 === 1 && sign === 1) table.push(matrix[i * n + half]);
    }
  }
  return table;
}

const transposed = (matrix: Float64Array, n: number): Float64Array =>
  matrix.map((_, k) => matrix[(k % n) * n + Math.floor(k / n)]);

/** What the kernels of an order keep in memory: three matrices and the quadrature weights. */
export function kernelConstants(order: number): number[] {
  const { derivative, stiffness, weights } = gll(order);
  const n = order + 1;
  return [
    ...halves(derivative, n),
    ...halves(transposed(derivative, n), n),
    ...halves(stiffness, n),
    ...weights,
  ];
}

/** Numbers per matrix among the constants. */
export const tableSize = (order: number): number => halves(gll(order).derivative, order + 1).length;
