/**
 * Convolutions whose kernel is about as long as the axis, as products with the n×n matrices of the
 * convolution. One input or output channel and some dozen taps suit no convolution kernel of tfjs: on wasm a
 * 65-tap layer of 16 one-way filters trains in a seventh of the time this way.
 */
import * as tf from '@tensorflow/tfjs-core';
import { product } from 'slimwave-base/math';
import { padWidths, type Padding } from './paddings.ts';

/** Longer axes would need matrices that cost more than the convolution. */
const MAX_POINTS = 160;

/** Whether a kernel of k points along an axis of n is better applied as a matrix. */
export const prefersMatrix = (k: number, n: number, stride: number): boolean =>
  stride === 1 && n <= MAX_POINTS && k > 16 && 2 * k >= n;

/** Which point, and with which sign, stands at position i of an axis of n points that goes on beyond its ends. */
export function extended(i: number, n: number, padding: Padding): [point: number, sign: number] {
  if (i >= 0 && i < n) return [i, 1];
  switch (padding) {
    case 'zero':
      return [0, 0];
    case 'circular':
      return [(i + n) % n, 1];
    case 'odd':
      return i < 0 ? [-i, -1] : [2 * (n - 1) - i, -1];
    default:
      return padding satisfies never;
  }
}

/** The constant matrix from taps to convolution matrices, [n·n, k]; row (input point, output point). */
const layouts = new Map<string, Float32Array>();

function layoutOf(k: number, n: number, padding: Padding): Float32Array {
  const key = `${k},${n},${padding}`;
  const known = layouts.get(key);
  if (known) return known;
  const layout = new Float32Array(n * n * k);
  const [before] = padWidths(k);
  for (let out = 0; out < n; out++) {
    for (let tap = 0; tap < k; tap++) {
      const [point, sign] = extended(out + tap - before, n, padding);
      layout[(point * n + out) * k + tap] += sign;
    }
  }
  layouts.set(key, layout);
  return layout;
}

/** The convolution of a filter [k, s, t] along an axis of n points as one matrix [n·s, n·t]. */
function convolutionMatrix(filter: tf.Tensor3D, n: number, padding: Padding): tf.Tensor2D {
  const [k, s, t] = filter.shape;
  const layout = tf.tensor2d(layoutOf(k, n, padding), [n * n, k]);
  const entries = tf.matMul(layout, tf.reshape<tf.Rank.R2>(filter, [k, s * t]));
  const ordered = tf.transpose(tf.reshape(entries, [n, n, s, t]), [0, 2, 1, 3]);
  return tf.reshape(ordered, [n * s, n * t]);
}

/**
 * x [batch, …spatial, s] convolved along one spatial axis (0-based) with a filter [k, s, t], at stride 1 →
 * [batch, …spatial, t].
 */
export function alongOneByMatrix(
  x: tf.Tensor,
  axis: number,
  filter: tf.Tensor3D,
  padding: Padding,
): tf.Tensor {
  const [, s, t] = filter.shape;
  const n = x.shape[axis + 1];
  const outer = product(x.shape.slice(0, axis + 1));
  const inner = product(x.shape.slice(axis + 2, -1));
  const last = tf.transpose(tf.reshape(x, [outer, n, inner, s]), [0, 2, 1, 3]);
  const rows = tf.reshape<tf.Rank.R2>(last, [outer * inner, n * s]);
  const out = tf.matMul(rows, convolutionMatrix(filter, n, padding));
  const back = tf.transpose(tf.reshape(out, [outer, inner, n, t]), [0, 2, 1, 3]);
  return tf.reshape(back, [...x.shape.slice(0, -1), t]);
}
