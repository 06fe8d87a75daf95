/**
 * Sums over leading axes, as gradients of biases are: `[rows, columns]` → `[columns]`. The shipped kernel
 * transposes first.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { free } from '../kernelRegistry.ts';
import { loopsFor, view, zeros } from './loops.ts';

/** The number of rows and columns if the axes are the first ones of x, and there is something to gain. */
export function leadingSum(
  x: tf.TensorInfo,
  axis: number | number[],
): { rows: number; columns: number } | undefined {
  const axes = [axis].flat().map((i) => (i < 0 ? i + x.shape.length : i));
  const leading = axes.toSorted((a, b) => a - b).every((value, i) => value === i);
  const rows = sizeOf(x.shape.slice(0, axes.length));
  const columns = sizeOf(x.shape.slice(axes.length));
  return leading && x.dtype === 'float32' && rows > 1 && columns >= 4
    ? { rows, columns }
    : undefined;
}

export function sumOfRows(
  backend: Backend,
  x: tf.TensorInfo,
  { rows, columns }: { rows: number; columns: number },
  shape: number[],
): tf.TensorInfo {
  const sum = zeros(backend, shape);
  const one = backend.makeOutput([1], 'float32');
  view(backend, one)[0] = 1;
  const [to, from, factor] = [sum, x, one].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const { outer } = loopsFor(backend);
  for (let k = 0; k < columns;) {
    const width = ([16, 8, 4, 1] as const).find((w) => k + w <= columns) ?? 1;
    const [out, a, b] = [to + k * FLOAT, factor, from + k * FLOAT];
    outer[`1x${width}`](out, 0, a, a, a, a, b, 1, 0, 0, 1, 0, 0, rows, 0, columns * FLOAT);
    k += width;
  }
  free(backend, one);
  return sum;
}
