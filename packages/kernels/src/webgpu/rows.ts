/**
 * Slices, concatenations and paddings along one axis: copies of parts of rows, where tfjs works out the coordinates
 * of every element. A tensor is seen as rows, one for each place on the axes before.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { machineOf, range, run, vectorType, type Backend } from './program.ts';

/** Vectors that one invocation copies. */
const EACH = 4;

/** Numbers from one row to the next, of the part's start in the first row, and in the part. */
interface Part {
  step: number;
  start: number;
}

interface Copy {
  rows: number;
  /** Numbers written in every row. */
  count: number;
  from: Part;
  to: Part;
  /** Where the source's row is shorter than what is written: its place in that, and what else to write. */
  padding?: { before: number; length: number; value: number };
  outputShape: number[];
  output?: tf.TensorInfo;
}

function copyRows(backend: Backend, x: tf.TensorInfo, copy: Copy): tf.TensorInfo {
  const { rows, count, from, to, padding, outputShape, output } = copy;
  const { before = 0, length = count, value = 0 } = padding ?? {};
  const counts = [count, from.step, from.start, to.step, to.start, before, length];
  const width = [4, 2, 1].find((w) => counts.every((n) => n % w === 0)) ?? 1;
  const type = vectorType(width);
  const perRow = Math.ceil(count / width / EACH);
  const source = 'row * uniforms.fromStep + uniforms.fromStart';
  const load = padding
    ? `select(${type}(uniforms.value), x[${source} + clamp(at - uniforms.before, 0, uniforms.length - 1)],
         (at >= uniforms.before) & (at < uniforms.before + uniforms.length))`
    : `x[${source} + at]`;
  const turns = range(EACH).map(
    (turn) => `
        { let at = first + ${turn} * uniforms.perRow;
          if (at < uniforms.count) { result[row * uniforms.toStep + uniforms.toStart + at] = ${load}; } }`,
  );
  return run(backend, {
    key: padding ? 'padRows' : 'copyRows',
    code: `
      fn main(index : i32) {
        let row = index / uniforms.perRow;
        if (row >= uniforms.rows) { return; }
        let first = index - row * uniforms.perRow;
        ${turns.join('')}
      }`,
    inputs: [['x', x, width]],
    outputShape,
    outputWidth: width,
    invocations: rows * perRow,
    workgroup: machineOf(backend).workgroup,
    integers: {
      rows,
      perRow,
      count: count / width,
      fromStep: from.step / width,
      fromStart: from.start / width,
      toStep: to.step / width,
      toStart: to.start / width,
      before: before / width,
      length: length / width,
    },
    floats: { value },
    output,
  });
}

/** The axis along which two shapes differ; undefined if there are several, 0 if there is none. */
function onlyAxis(a: readonly number[], b: readonly number[]): number | undefined {
  const axes = range(a.length).filter((axis) => a[axis] !== b[axis]);
  return axes.length > 1 ? undefined : (axes[0] ?? 0);
}

/** x from `begin` on, in the shape `size`; undefined where it is cut along several axes. */
export function slice(
  backend: Backend,
  x: tf.TensorInfo,
  begin: number[],
  size: number[],
): tf.TensorInfo | undefined {
  const axis = onlyAxis(x.shape, size);
  if (axis === undefined || sizeOf(size) === 0 || x.shape.length === 0) return undefined;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const count = size[axis] * inner;
  return copyRows(backend, x, {
    rows: sizeOf(size.slice(0, axis)),
    count,
    from: { step: x.shape[axis] * inner, start: begin[axis] * inner },
    to: { step: count, start: 0 },
    outputShape: size,
  });
}

/** The tensors one after the other along an axis. */
export function concat(
  backend: Backend,
  tensors: readonly tf.TensorInfo[],
  axis: number,
): tf.TensorInfo {
  const { shape } = tensors[0];
  const inner = sizeOf(shape.slice(axis + 1));
  const lengths = tensors.map((tensor) => tensor.shape[axis]);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let start = 0;
  let output: tf.TensorInfo | undefined;
  tensors.forEach((tensor, i) => {
    const count = lengths[i] * inner;
    output = copyRows(backend, tensor, {
      rows: sizeOf(shape.slice(0, axis)),
      count,
      from: { step: count, start: 0 },
      to: { step: total * inner, start },
      outputShape: [...shape.slice(0, axis), total, ...shape.slice(axis + 1)],
      output,
    });
    start += count;
  });
  return output!;
}

/** x with a constant before and after it along one axis; undefined where it is padded along several or none. */
export function padOneAxis(
  backend: Backend,
  x: tf.TensorInfo,
  paddings: readonly (readonly [number, number])[],
  value: number,
): tf.TensorInfo | undefined {
  const outputShape = x.shape.map((n, axis) => n + paddings[axis][0] + paddings[axis][1]);
  const axis = onlyAxis(x.shape, outputShape);
  const padded = sizeOf(outputShape) > sizeOf(x.shape) && sizeOf(x.shape) > 0;
  if (axis === undefined || !padded) return undefined;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const length = x.shape[axis] * inner;
  const count = outputShape[axis] * inner;
  return copyRows(backend, x, {
    rows: sizeOf(x.shape.slice(0, axis)),
    count,
    from: { step: length, start: 0 },
    to: { step: count, start: 0 },
    padding: { before: paddings[axis][0] * inner, length, value },
    outputShape,
  });
}
