/**
 * Sums over leading axes, as gradients of biases are: `[rows, columns]` → `[columns]`. The shipped kernel
 * transposes first.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import type { Backend } from './kernels.ts';
import { free } from '../kernelRegistry.ts';
import { loopsFor, view, zeros } from './loops.ts';
import { sumRowsParameters } from './sumRowsJob.ts';
import { runJob } from './threads.ts';

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

/** Rows of a block, but for the last: the same for any number of threads, as the order of a sum has to be. */
const BLOCK = 256;

/** Sums of so many rows, block by block, then of the blocks' sums. */
export function sumOfRows(
  backend: Backend,
  x: tf.TensorInfo,
  { rows, columns }: { rows: number; columns: number },
  shape: number[],
): tf.TensorInfo {
  const one = backend.makeOutput([1], 'float32');
  view(backend, one)[0] = 1;
  const sums = (from: tf.TensorInfo, count: number, block: number, result: tf.TensorInfo) => {
    const at = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
    const places = { rows: at(from), sums: at(result), one: at(one) };
    const parameters = sumRowsParameters({ ...places, columns, count, block });
    runJob(backend, 'sumRows', loopsFor(backend), parameters, { numbers: count * columns });
  };
  const blocks = Math.ceil(rows / BLOCK);
  const partial = blocks > 1 ? zeros(backend, [blocks, columns]) : undefined;
  const sum = zeros(backend, shape);
  if (partial) {
    sums(x, rows, BLOCK, partial);
    sums(partial, blocks, blocks, sum);
    free(backend, partial);
  } else {
    sums(x, rows, rows, sum);
  }
  free(backend, one);
  return sum;
}
