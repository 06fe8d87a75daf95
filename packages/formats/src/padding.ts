import * as tf from '@tensorflow/tfjs-core';
import { product } from 'slimwave-base/math';
import { largestKernel, padWidths, type Padding } from './paddings.ts';

/**
 * x [batch, …spatial, c] with more points along one spatial axis (0-based), in slices and concat: the
 * gradient of tfjs's mirrorPad is wrong. Throws if the axis is too short for the kernel.
 */
export function padAxis(x: tf.Tensor, axis: number, k: number, padding: Padding): tf.Tensor {
  const n = x.shape[axis + 1];
  if (k > largestKernel(padding, n)) {
    throw new RangeError(
      `A kernel of ${k} points is too large for ${padding} padding of ${n} grid points; at most ${largestKernel(padding, n)} are possible.`,
    );
  }
  const [before, after] = padWidths(k);
  if (before + after === 0) return x;
  const outer = product(x.shape.slice(0, axis + 1));
  const inner = product(x.shape.slice(axis + 2));
  // Rank 3: padding of rank 5 is broken on WebGPU and WebGL.
  const flat = tf.reshape<tf.Rank.R3>(x, [outer, n, inner]);
  const part = (from: number, count: number) => tf.slice(flat, [0, from, 0], [outer, count, inner]);
  const padded = (): tf.Tensor => {
    switch (padding) {
      case 'zero':
        return tf.pad(flat, [
          [0, 0],
          [before, after],
          [0, 0],
        ]);
      case 'circular':
        return joined(part(n - before, before), flat, part(0, after));
      case 'odd': {
        const mirrored = (from: number, count: number) => tf.neg(tf.reverse(part(from, count), 1));
        return joined(
          before > 0 ? mirrored(1, before) : undefined,
          flat,
          after > 0 ? mirrored(n - 1 - after, after) : undefined,
        );
      }
      default:
        return padding satisfies never;
    }
  };
  const shape = [...x.shape];
  shape[axis + 1] = n + before + after;
  return tf.reshape(padded(), shape);
}

/** tfjs does not concatenate tensors without values reliably. */
const joined = (...parts: (tf.Tensor | undefined)[]): tf.Tensor =>
  tf.concat(
    parts.filter((part): part is tf.Tensor => part !== undefined && part.size > 0),
    1,
  );
