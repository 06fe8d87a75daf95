/** Matrix products in all transpositions, and sums as losses and biases need them. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { differentiable, type Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';
import { referenceProduct, type Product } from './reference.ts';

function matrixProduct(shape: Product): Definition {
  const { batch, rows, inner, columns, transposeA, transposeB } = shape;
  const stack = batch > 1 ? [batch] : [];
  const matrix = (transposed: boolean, height: number, width: number) => [
    ...stack,
    ...(transposed ? [width, height] : [height, width]),
  ];
  return differentiable({
    group: 'matMul',
    name: `a${transposeA ? 'ᵀ' : ''}·b${transposeB ? 'ᵀ' : ''}${batch > 1 ? ', a stack' : ''}`,
    operands: [
      { name: 'a', shape: matrix(transposeA, rows, inner) },
      { name: 'b', shape: matrix(transposeB, inner, columns) },
    ],
    shape: [...stack, rows, columns],
    value: ([a, b]) => tf.matMul(a, b, transposeA, transposeB),
    reference: ([a, b], dy) => {
      const { y, da, db } = referenceProduct(shape, a, b, dy);
      return [y, da, db];
    },
  });
}

export function products(random: Random, extent: Extent): Definition[] {
  const length = () => random.between(1, 4 * extent.points);
  return [1, random.between(2, 4)].flatMap((batch) =>
    [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) =>
        matrixProduct({
          batch,
          rows: length(),
          inner: length(),
          columns: length(),
          transposeA,
          transposeB,
        }),
      ),
    ),
  );
}

/** x [rows, channels] with a bias of every channel: its gradient is a sum over all rows. */
function addedBias(rows: readonly number[], channels: number): Definition {
  const shape = [...rows, channels];
  return differentiable({
    group: 'Sums',
    name: 'added bias',
    operands: [
      { name: 'x', shape },
      { name: 'bias', shape: [channels] },
    ],
    shape,
    value: ([x, bias]) => tf.add(x, bias),
    reference: ([x, bias], dy) => {
      const dBias = new Float64Array(channels);
      dy.forEach((value, i) => {
        dBias[i % channels] += value;
      });
      return [x.map((value, i) => value + bias[i % channels]), dy, dBias];
    },
  });
}

/** The place in the sum to which every element of an array of a shape adds. */
function placesWithout(shape: readonly number[], summed: readonly number[]): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    let [rest, place, size] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = rest % shape[axis];
      rest = (rest - at) / shape[axis];
      if (summed.includes(axis)) continue;
      place += at * size;
      size *= shape[axis];
    }
    return place;
  });
}

/** Squares, summed over some axes: what a loss is made of. */
function sumOfSquares(shape: readonly number[], axes: readonly number[]): Definition {
  const places = placesWithout(shape, axes);
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const which = axes.length === shape.length ? 'all axes' : `axes ${axes.join(', ')}`;
  return differentiable({
    group: 'Sums',
    name: `squares, over ${which} of ${shape.length}`,
    operands: [{ name: 'x', shape }],
    shape: kept,
    value: ([x]) => tf.sum(tf.square(x), [...axes]),
    reference: ([x], dy) => {
      const y = new Float64Array(sizeOf(kept));
      x.forEach((value, i) => {
        y[places[i]] += value * value;
      });
      return [y, x.map((value, i) => 2 * value * dy[places[i]])];
    },
  });
}

export function sums(random: Random, extent: Extent): Definition[] {
  const length = () => random.between(1, extent.points);
  const draw = (ways: number) => Array.from({ length: ways }, length);
  return [
    addedBias(draw(3), random.pick(extent.channels)),
    sumOfSquares(draw(4), [0, 1, 2, 3]),
    sumOfSquares([random.between(100, 200 * extent.points)], [0]),
    sumOfSquares(draw(2), [1]),
    sumOfSquares(draw(3), [0]),
    sumOfSquares(draw(3), [1]),
    sumOfSquares(draw(4), [0, 1, 2]),
  ];
}
