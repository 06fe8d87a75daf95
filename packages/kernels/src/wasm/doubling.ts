/** Linear upsampling ×2 along an axis and its gradient: see `../doubling.ts`. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import type { Blend } from './blendLoops.ts';
import { doublingParameters, type Run } from './doublingJob.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { loopsFor } from './loops.ts';
import { runJob } from './threads.ts';

/** Addresses of the first values in the result and of the four (or, at one term, the first and third) that they come from. */
type Places = readonly [out: number, a: number, b: number, c: number, d: number];

/**
 * Blends about an axis; `outStep` and `fromStep` are points of it in the two arrays between one row and the next. Each
 * run is so many rows from some place on.
 */
function blend(
  backend: Backend,
  result: tf.TensorInfo,
  from: tf.TensorInfo,
  axis: number,
  terms: Blend,
  [outStep, fromStep]: readonly [number, number],
  runs: readonly (readonly [rows: number, places: Places])[],
): void {
  const inner = sizeOf(result.shape.slice(axis + 1));
  const point = inner * FLOAT;
  const [out, input] = [result, from].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const [outLine, fromLine] = [result, from].map(({ shape }) => shape[axis] * point);
  const parameters = doublingParameters(
    {
      terms,
      lines: sizeOf(result.shape.slice(0, axis)),
      outLine,
      fromLine,
      outRow: outStep * point,
      fromRow: fromStep * point,
      inner,
    },
    runs
      .filter(([rows]) => rows > 0)
      .map(([rows, [o, ...places]]): Run => {
        const [a, b, c, d] = places.map((place) => input + place * point);
        return [rows, out + o * point, a, b, c, d];
      }),
  );
  const numbers = sizeOf(result.shape) + sizeOf(from.shape);
  runJob(backend, 'double', loopsFor(backend), parameters, { numbers });
}

const withLength = (shape: readonly number[], axis: number, length: number): number[] =>
  shape.map((n, i) => (i === axis ? length : n));

/** [.., n, ..] → [.., 2n, ..]. */
export function doubleLinearly(backend: Backend, x: tf.TensorInfo, axis: number): tf.TensorInfo {
  const n = x.shape[axis];
  const y = backend.makeOutput(withLength(x.shape, axis, 2 * n), 'float32');
  if (sizeOf(x.shape) === 0) return y;
  blend(
    backend,
    y,
    x,
    axis,
    1,
    [2, 1],
    [
      [1, [0, 0, 0, 0, 0]],
      [n - 1, [2, 1, 1, 0, 0]],
      [n - 1, [1, 0, 0, 1, 1]],
      [1, [2 * n - 1, n - 1, n - 1, n - 1, n - 1]],
    ],
  );
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
  // Beyond the ends lies what the ends themselves gave.
  const places = (i: number): Places => [
    ...([i, 2 * i, 2 * i + 1] as const),
    ...([Math.max(0, 2 * i - 1), Math.min(2 * n - 1, 2 * i + 2)] as const),
  ];
  blend(
    backend,
    dx,
    dy,
    axis,
    2,
    [1, 2],
    [
      [1, places(0)],
      [n > 1 ? 1 : 0, places(n - 1)],
      [n - 2, places(1)],
    ],
  );
  return dx;
}
