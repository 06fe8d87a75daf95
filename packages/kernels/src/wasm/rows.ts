/**
 * Joining and splitting along an axis as copies of rows: the shipped kernels take a view of the memory for every
 * row, which for narrow ones costs several times the copying.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { FLOAT, type Backend } from './kernels.ts';
import type { RowsCopied } from './copyJob.ts';
import { fastLoops } from './loops.ts';
import { runCopies } from './runCopies.ts';

/** Whether all of them hold float32 numbers, at least one each, and this backend has the loops. */
export const areRows = (backend: Backend, tensors: readonly tf.TensorInfo[]): boolean =>
  tensors.every(({ dtype, shape }) => dtype === 'float32' && sizeOf(shape) > 0) &&
  fastLoops(backend) !== undefined;

/** Copies between a whole, [outer, …, inner], and its parts along an axis, one after the other. */
function copyParts(
  backend: Backend,
  whole: tf.TensorInfo,
  parts: readonly tf.TensorInfo[],
  axis: number,
  join: boolean,
): void {
  const at = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const rows = sizeOf(whole.shape.slice(0, axis));
  const row = sizeOf(whole.shape.slice(axis)) * FLOAT;
  let inWhole = at(whole);
  const copies = parts.map((part): RowsCopied => {
    const bytes = sizeOf(part.shape.slice(axis)) * FLOAT;
    const [there, here] = [inWhole, at(part)];
    inWhole += bytes;
    return join
      ? { to: there, from: here, rows, toRow: row, fromRow: bytes, bytes }
      : { to: here, from: there, rows, toRow: bytes, fromRow: row, bytes };
  });
  runCopies(backend, copies);
}

/** Tensors of like shape but for the axis, joined along it. */
export function concat(
  backend: Backend,
  parts: readonly tf.TensorInfo[],
  axis: number,
): tf.TensorInfo {
  const shape = [...parts[0].shape];
  shape[axis] = parts.reduce((length, part) => length + part.shape[axis], 0);
  const whole = backend.makeOutput(shape, 'float32');
  copyParts(backend, whole, parts, axis, true);
  return whole;
}

/** The pieces of x, so long along the axis. */
export function split(
  backend: Backend,
  x: tf.TensorInfo,
  lengths: readonly number[],
  axis: number,
): tf.TensorInfo[] {
  const parts = lengths.map((length) =>
    backend.makeOutput(
      x.shape.map((n, i) => (i === axis ? length : n)),
      'float32',
    ),
  );
  copyParts(backend, x, parts, axis, false);
  return parts;
}
