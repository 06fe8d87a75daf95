/** Linear upsampling ×2 along an axis and its gradient: see `../doubling.ts`. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import type { Blend } from './blendLoops.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { loopsFor } from './loops.ts';

/** Shares of a point's own value and of its neighbour's. */
const [OWN, NEIGHBOUR] = [0.75, 0.25];

/** Addresses of the first values in the result and of the four (or, at one term, the first and third) that they come from. */
type Places = readonly [out: number, a: number, b: number, c: number, d: number];

/**
 * Blends about an axis; `outStep` and `fromStep` are points of it in the two arrays between one row and the next. The result goes
 * to `blend`, which does so many rows from some place on.
 */
function aboutAxis(
  backend: Backend,
  result: tf.TensorInfo,
  from: tf.TensorInfo,
  axis: number,
  terms: Blend,
  [outStep, fromStep]: readonly [number, number],
) {
  const { [`blend${terms}` as const]: loop } = loopsFor(backend);
  const lines = sizeOf(result.shape.slice(0, axis));
  const inner = sizeOf(result.shape.slice(axis + 1));
  const point = inner * FLOAT;
  const [out, input] = [result, from].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const [outLine, fromLine] = [result, from].map(({ shape }) => shape[axis] * point);
  return (rows: number, [o, a, b, c, d]: Places) => {
    if (rows <= 0) return;
    loop(
      out + o * point,
      input + a * point,
      input + b * point,
      input + c * point,
      input + d * point,
      lines,
      outLine,
      fromLine,
      rows,
      outStep * point,
      fromStep * point,
      inner >>> 2,
      inner & 3,
      OWN,
      NEIGHBOUR,
    );
  };
}

const withLength = (shape: readonly number[], axis: number, length: number): number[] =>
  shape.map((n, i) => (i === axis ? length : n));

/** [.., n, ..] → [.., 2n, ..]. */
export function doubleLinearly(backend: Backend, x: tf.TensorInfo, axis: number): tf.TensorInfo {
  const n = x.shape[axis];
  const y = backend.makeOutput(withLength(x.shape, axis, 2 * n), 'float32');
  if (sizeOf(x.shape) === 0) return y;
  const blend = aboutAxis(backend, y, x, axis, 1, [2, 1]);
  blend(1, [0, 0, 0, 0, 0]);
  blend(n - 1, [2, 1, 1, 0, 0]);
  blend(n - 1, [1, 0, 0, 1, 1]);
  blend(1, [2 * n - 1, n - 1, n - 1, n - 1, n - 1]);
  return y;
}

/** [.., 2n, ..] → [.., n, ..]. */
export function doubleLinearlyGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  axis: number,
): tf.TensorInfo {
  const n = dy.shape[axis] / 2;
  const dx = backend.makeOutput(withLength(dy.shape, axis, n), 'float32');
  if (sizeOf(dx.shape) === 0) return dx;
  const blend = aboutAxis(backend, dx, dy, axis, 2, [1, 2]);
  // Beyond the ends lies what the ends themselves gave.
  const places = (i: number): Places => [
    ...([i, 2 * i, 2 * i + 1] as const),
    ...([Math.max(0, 2 * i - 1), Math.min(2 * n - 1, 2 * i + 2)] as const),
  ];
  blend(1, places(0));
  if (n > 1) blend(1, places(n - 1));
  blend(n - 2, places(1));
  return dx;
}
