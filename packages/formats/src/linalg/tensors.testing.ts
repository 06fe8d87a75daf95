/** Tensors for the tests of this folder: shapes by fast-check, entries by a seeded normal distribution. */
import fc from 'fast-check';
import { randomStream } from 'slimwave-base/random';
import type { DenseTensor } from './tensor.ts';
import { product } from 'slimwave-base/math';

export function randomTensor(shape: readonly number[], seed = 0): DenseTensor {
  const random = randomStream(seed, `tensor ${shape.join('x')}`);
  return { shape, data: Float64Array.from({ length: product(shape) }, () => random.normal()) };
}

/** Tensors of an order from 2 to 4, with sizes from 1 to 5. */
export const anyTensor = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
    seed: fc.nat(1000),
  })
  .map(({ shape, seed }) => randomTensor(shape, seed));

/** The largest entry of |AᵀA − I| for A [rows, columns]. */
export function distanceFromOrthonormal(data: Float64Array, columns: number): number {
  let largest = 0;
  for (let q = 0; q < columns; q++) {
    for (let r = 0; r < columns; r++) {
      let sum = q === r ? -1 : 0;
      for (let at = 0; at < data.length; at += columns) sum += data[at + q] * data[at + r];
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return largest;
}

/** The root of the summed squares of all values from an index on. */
export const tail = (values: Float64Array, from: number) => Math.hypot(...values.subarray(from));
