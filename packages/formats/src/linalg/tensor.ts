import { product } from 'slimwave-base/math';

/** Dense tensors of any order in float64, row-major: the last index varies fastest. */
export interface DenseTensor {
  shape: readonly number[];
  data: Float64Array;
}

/** A row-major matrix: entry (i, j) lies at i · columns + j. */
export interface DenseMatrix {
  rows: number;
  columns: number;
  data: Float64Array;
}

/** A shape, mode, rank or entry that no decomposition can work with. */
export class LinalgError extends Error {
  override name = 'LinalgError';
}

/** @throws LinalgError unless every size is a positive integer, their product counts the entries and all are finite. */
export function checkTensor({ shape, data }: DenseTensor): void {
  if (shape.length === 0 || shape.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new LinalgError(
      `A tensor's sizes are [${shape.join(', ')}], but each must be a positive integer: correct the shape.`,
    );
  }
  if (product(shape) !== data.length) {
    throw new LinalgError(
      `A tensor of shape [${shape.join(', ')}] has ${product(shape)} entries, but ${data.length} were given: correct the shape.`,
    );
  }
  checkFinite(data);
}

/** @throws LinalgError for NaN or an infinity, on which an iterative decomposition would not end. */
export function checkFinite(data: ArrayLike<number>): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new LinalgError(
        `Entry ${i} is ${data[i]}, and only finite numbers can be decomposed: check that the training has not diverged.`,
      );
    }
  }
}

/** @throws LinalgError unless the rank is an integer of at least 1. */
export function checkRank(rank: number): void {
  if (!Number.isInteger(rank) || rank < 1) {
    throw new LinalgError(`A rank must be an integer of at least 1, not ${rank}: choose another.`);
  }
}

/** @throws LinalgError unless the mode is one of the tensor's. */
export function checkMode(shape: readonly number[], mode: number): void {
  if (!Number.isInteger(mode) || mode < 0 || mode >= shape.length) {
    throw new LinalgError(
      `A tensor of order ${shape.length} has the modes 0 to ${shape.length - 1}, but not ${mode}: choose one of these.`,
    );
  }
}

/** The same entries in another shape; the data is shared. */
export function reshape(tensor: DenseTensor, shape: readonly number[]): DenseTensor {
  if (product(shape) !== tensor.data.length) {
    throw new LinalgError(
      `${tensor.data.length} entries do not fit the shape [${shape.join(', ')}]: its sizes must multiply to that number.`,
    );
  }
  return { shape, data: tensor.data };
}

/** Axis k of the result is axis order[k] of the tensor. */
export function permute(tensor: DenseTensor, order: readonly number[]): DenseTensor {
  const { shape, data } = tensor;
  if (order.length !== shape.length || shape.some((_, mode) => !order.includes(mode))) {
    throw new LinalgError(
      `[${order.join(', ')}] is no order of ${shape.length} axes: name each of them once.`,
    );
  }
  const strides = shape.map((_, mode) => product(shape.slice(mode + 1)));
  const outShape = order.map((mode) => shape[mode]);
  const outStrides = order.map((mode) => strides[mode]);
  const out = new Float64Array(data.length);
  const index = outShape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from];
    // An odometer: the last axis steps, and every axis that is full falls back to 0 and carries.
    for (let axis = index.length - 1; axis >= 0; axis--) {
      from += outStrides[axis];
      if (++index[axis] < outShape[axis]) break;
      from -= outStrides[axis] * outShape[axis];
      index[axis] = 0;
    }
  }
  return { shape: outShape, data: out };
}

/** The unfolding along a mode, [shape[mode], all others in their order]: its columns are the mode's fibres. */
export function unfold(tensor: DenseTensor, mode: number): DenseMatrix {
  checkMode(tensor.shape, mode);
  const others = tensor.shape.map((_, axis) => axis).filter((axis) => axis !== mode);
  const { data } = permute(tensor, [mode, ...others]);
  const rows = tensor.shape[mode];
  return { rows, columns: data.length / rows, data };
}

/** The mode product T ×ₙ M: every fibre f of the mode becomes M f; M is [rows, shape[mode]]. */
export function modeProduct(tensor: DenseTensor, mode: number, matrix: DenseMatrix): DenseTensor {
  const { shape, data } = tensor;
  checkMode(shape, mode);
  const { rows, columns } = matrix;
  if (columns !== shape[mode]) {
    throw new LinalgError(
      `A matrix of ${columns} columns cannot be applied along an axis of ${shape[mode]}: both must agree.`,
    );
  }
  const before = product(shape.slice(0, mode));
  const after = product(shape.slice(mode + 1));
  const out = new Float64Array(before * rows * after);
  for (let b = 0; b < before; b++) {
    for (let i = 0; i < rows; i++) {
      const target = out.subarray((b * rows + i) * after, (b * rows + i + 1) * after);
      for (let j = 0; j < columns; j++) {
        const weight = matrix.data[i * columns + j];
        const source = (b * columns + j) * after;
        for (let a = 0; a < after; a++) target[a] += weight * data[source + a];
      }
    }
  }
  return { shape: shape.with(mode, rows), data: out };
}

export function transpose({ rows, columns, data }: DenseMatrix): DenseMatrix {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  }
  return { rows: columns, columns: rows, data: out };
}

/** The Frobenius norm; divided by the largest entry first, so that no square under- or overflows. */
export function norm(tensor: Pick<DenseTensor, 'data'>): number {
  let largest = 0;
  for (const value of tensor.data) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  let sum = 0;
  for (const value of tensor.data) sum += (value / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** ‖approximation − exact‖ / ‖exact‖; for exact = 0 it is 0 if the approximation is 0 too, and else infinite. */
export function relativeError(
  approximation: Pick<DenseTensor, 'data'>,
  exact: Pick<DenseTensor, 'data'>,
): number {
  if (approximation.data.length !== exact.data.length) {
    throw new LinalgError(
      `${approximation.data.length} entries cannot be compared with ${exact.data.length}: both tensors must have one shape.`,
    );
  }
  const error = norm({ data: approximation.data.map((value, i) => value - exact.data[i]) });
  return error === 0 ? 0 : error / norm(exact);
}
