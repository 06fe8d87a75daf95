/** Slices and zeros along one axis as copies of rows, and sums of two tensors: loops that threads share. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { fastLoops } from './loops.ts';
import { padParameters } from './padJob.ts';
import { areRows } from './rows.ts';
import { runCopies } from './runCopies.ts';
import { runElementwise } from './runElementwise.ts';
import { runJob } from './threads.ts';

/** The one axis for which it is true; undefined if there is none or more. */
function onlyAxis(shape: readonly number[], differs: (axis: number) => boolean) {
  const axes = shape.map((_, axis) => axis).filter(differs);
  return axes.length === 1 ? axes[0] : undefined;
}

/** x from `begin` on, so long along its axes; undefined unless it is cut along one of them. */
export function slice(
  backend: Backend,
  x: tf.TensorInfo,
  begin: number | number[],
  size: number | number[],
): tf.TensorInfo | undefined {
  const [starts, lengths] = tf.slice_util.parseSliceParams(x, begin, size);
  const { shape } = x;
  const axis = onlyAxis(shape, (i) => lengths[i] !== shape[i]);
  if (axis === undefined || lengths[axis] < 1 || !areRows(backend, [x])) return undefined;
  tf.slice_util.assertParamsValid(x, starts, lengths);
  const y = backend.makeOutput(lengths, 'float32');
  const [to, from] = [y, x].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const point = sizeOf(shape.slice(axis + 1)) * FLOAT;
  const bytes = lengths[axis] * point;
  const rows = sizeOf(shape.slice(0, axis));
  const place = { to, from: from + starts[axis] * point, rows, bytes };
  runCopies(backend, [{ ...place, toRow: bytes, fromRow: shape[axis] * point }]);
  return y;
}

/** x with zeros before and after it; undefined unless along one axis. */
export function padWithZeros(
  backend: Backend,
  x: tf.TensorInfo,
  paddings: readonly (readonly [number, number])[],
): tf.TensorInfo | undefined {
  const { shape } = x;
  const axis = onlyAxis(shape, (i) => paddings[i][0] + paddings[i][1] > 0);
  if (axis === undefined || !areRows(backend, [x])) return undefined;
  const [top, bottom] = paddings[axis];
  if (Math.min(top, bottom) < 0) return undefined;
  const height = shape[axis];
  const y = backend.makeOutput(
    shape.map((n, i) => (i === axis ? top + n + bottom : n)),
    'float32',
  );
  const [out, input] = [y, x].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const batch = sizeOf(shape.slice(0, axis));
  const bytes = sizeOf(shape.slice(axis + 1)) * FLOAT;
  const sizes = { batch, top, height, bottom, left: 0, bytes, right: 0 };
  const numbers = sizeOf(x.shape) + sizeOf(y.shape);
  const parameters = padParameters({ out, input, ...sizes });
  runJob(backend, 'pad', fastLoops(backend)!, parameters, { numbers });
  return y;
}

/** a + b; undefined unless they have one shape. */
export function add(
  backend: Backend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo | undefined {
  if (!tf.util.arraysEqual(a.shape, b.shape) || !areRows(backend, [a, b])) return undefined;
  const sum = backend.makeOutput(a.shape, 'float32');
  const addresses = [a, b, sum].map(({ dataId }) => backend.getMemoryOffset(dataId));
  runElementwise(backend, 'add', [{ size: sizeOf(a.shape), addresses, scalars: [] }]);
  return sum;
}
