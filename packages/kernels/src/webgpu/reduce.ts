/**
 * Sums over neighbouring axes, [outer, terms, inner] → [outer, inner], by the whole device: the terms are dealt out to
 * slices like cards, so that neighbours read neighbours, and a second pass adds the slices up.
 */
import * as tf from '@tensorflow/tfjs-core';
import { free } from '../kernelRegistry.ts';
import { machineOf, run, runAll, vectorType, widthFor, type Backend } from './program.ts';

/** Loads in a turn of the loop. */
const UNROLLED = 4;

/** One pass: slice k of an output sums the terms k, k + slices, k + 2·slices, … */
function pass(
  backend: Backend,
  x: tf.TensorInfo,
  [outer, terms, inner]: readonly [number, number, number],
  slices: number,
  scale: number,
): tf.TensorInfo {
  const width = widthFor(inner);
  const wide = inner / width;
  const zero = `${vectorType(width)}(0.0)`;
  return run(backend, {
    key: 'sum',
    code: `
      fn main(index : i32) {
        let place = index % uniforms.inner;
        let slice = (index / uniforms.inner) % uniforms.slices;
        let row = index / (uniforms.inner * uniforms.slices);
        if (row >= uniforms.outer) { return; }
        var sum = ${zero};
        let first = row * uniforms.terms * uniforms.inner + place;
        let last = first + (uniforms.terms - 1) * uniforms.inner;
        let step = uniforms.slices * uniforms.inner;
        for (var at = first + slice * uniforms.inner; at <= last; at += ${UNROLLED} * step) {
          sum += x[at]
            ${[1, 2, 3].map((k) => `+ select(${zero}, x[at + ${k} * step], at + ${k} * step <= last)`).join('')};
        }
        result[index] = sum * uniforms.scale;
      }`,
    inputs: [['x', x, width]],
    outputShape: [outer, slices, inner],
    outputWidth: width,
    invocations: outer * slices * wide,
    workgroup: machineOf(backend).workgroup,
    integers: { outer, terms, inner: wide, slices },
    floats: { scale },
  });
}

/**
 * Partial sums of the squares of all tensors, flat: for each group of tensors that the device binds at a time,
 * as many as fill the device.
 */
export function sumOfSquares(backend: Backend, tensors: readonly tf.TensorInfo[]): tf.TensorInfo {
  const { invocations, workgroup } = machineOf(backend);
  const group = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
  const groups = Math.ceil(tensors.length / group);
  let partial: tf.TensorInfo | undefined;
  for (let g = 0; g < groups; g++) {
    const some = tensors.slice(g * group, (g + 1) * group);
    const loops = some.map(
      (_, k) => `
        for (var i = index; i < uniforms.size${k}; i += uniforms.count) { sum += x${k}[i] * x${k}[i]; }`,
    );
    const sizes = some.map((tensor, k) => [`size${k}`, tf.util.sizeFromShape(tensor.shape)]);
    partial = run(backend, {
      key: `squares${some.length}`,
      code: `
        fn main(index : i32) {
          if (index >= uniforms.count) { return; }
          var sum = 0.0;
          ${loops.join('')}
          result[uniforms.start + index] = sum;
        }`,
      inputs: some.map((tensor, k) => [`x${k}`, tensor, 1]),
      outputShape: [groups * invocations],
      outputWidth: 1,
      invocations,
      workgroup,
      integers: { ...Object.fromEntries(sizes), count: invocations, start: g * invocations },
      output: partial,
    });
  }
  return partial!;
}

/** Sums of squared differences, row by row: x and target [rows, …] → [rows]. */
export function sumOfSquaredErrors(
  backend: Backend,
  x: tf.TensorInfo,
  target: tf.TensorInfo,
): tf.TensorInfo {
  const [outer] = x.shape;
  const terms = tf.util.sizeFromShape(x.shape) / outer;
  const width = widthFor(terms);
  const slices = slicesFor(backend, outer, terms / width);
  const sums = run(backend, {
    key: 'squaredErrors',
    code: `
      fn main(index : i32) {
        let row = index / uniforms.slices;
        if (row >= uniforms.outer) { return; }
        var sum = ${vectorType(width)}(0.0);
        for (var at = index % uniforms.slices; at < uniforms.terms; at += uniforms.slices) {
          let error = x[row * uniforms.terms + at] - t[row * uniforms.terms + at];
          sum += error * error;
        }
        result[index] = ${width === 1 ? 'sum' : `dot(sum, ${vectorType(width)}(1.0))`};
      }`,
    inputs: [
      ['x', x, width],
      ['t', target, width],
    ],
    outputShape: [outer * slices],
    outputWidth: 1,
    invocations: outer * slices,
    workgroup: machineOf(backend).workgroup,
    integers: { outer, slices, terms: terms / width },
  });
  if (slices === 1) return sums;
  const total = sumMiddle(backend, sums, [outer, slices, 1]);
  free(backend, sums);
  return { ...total, shape: [outer] };
}

/** Terms that one invocation may as well sum alone: a further pass costs more. */
const FEW_TERMS = 64;

/** As many slices as fill the device, but so few that a second pass can sum them. */
function slicesFor(backend: Backend, outputs: number, terms: number): number {
  if (terms <= FEW_TERMS) return 1;
  const wanted = Math.ceil(machineOf(backend).invocations / outputs);
  return Math.max(1, Math.min(wanted, FEW_TERMS, Math.floor(terms / UNROLLED)));
}

/** The sum over the middle axis of x seen as [outer, terms, inner], times `scale`, flat. */
export function sumMiddle(
  backend: Backend,
  x: tf.TensorInfo,
  shape: readonly [number, number, number],
  scale = 1,
): tf.TensorInfo {
  const [outer, terms, inner] = shape;
  const slices = slicesFor(backend, (outer * inner) / widthFor(inner), terms);
  const first = pass(backend, x, shape, slices, slices === 1 ? scale : 1);
  if (slices === 1) return first;
  const sum = sumMiddle(backend, first, [outer, slices, inner], scale);
  free(backend, first);
  return sum;
}

/** The sum over all rows of x [rows, a + b], in two tensors [a] and [b]. */
export function sumApart(
  backend: Backend,
  x: tf.TensorInfo,
  rows: number,
  [a, b]: readonly [number, number],
): tf.TensorInfo[] {
  const width = Math.min(widthFor(a), widthFor(b));
  const inner = (a + b) / width;
  const slices = slicesFor(backend, inner, rows);
  if (slices > 1) {
    const first = pass(backend, x, [1, rows, a + b], slices, 1);
    const sums = sumApart(backend, first, slices, [a, b]);
    free(backend, first);
    return sums;
  }
  const zero = `${vectorType(width)}(0.0)`;
  return runAll(backend, {
    key: 'sumApart',
    code: `
      fn main(index : i32) {
        if (index >= uniforms.inner) { return; }
        var sum = ${zero};
        let last = uniforms.rows * uniforms.inner;
        let step = uniforms.inner;
        for (var at = index; at < last; at += ${UNROLLED} * step) {
          sum += x[at]
            ${[1, 2, 3].map((k) => `+ select(${zero}, x[min(at + ${k} * step, last - 1)], at + ${k} * step < last)`).join('')};
        }
        if (index < uniforms.split) { result[index] = sum; } else { rest[index - uniforms.split] = sum; }
      }`,
    inputs: [['x', x, width]],
    outputShape: [a],
    outputWidth: width,
    further: [['rest', [b], width]],
    invocations: inner,
    workgroup: machineOf(backend).workgroup,
    integers: { rows, inner, split: a / width },
  });
}

/** x seen as [outer, terms, inner] for a sum over `axes`; undefined where these are not neighbours. */
export function asMiddle(
  shape: readonly number[],
  axes: readonly number[],
): [number, number, number] | undefined {
  const sorted = axes.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)!];
  if (sorted.length === 0 || last - first + 1 !== sorted.length) return undefined;
  const size = (from: number, to: number) => tf.util.sizeFromShape(shape.slice(from, to));
  return [size(0, first), size(first, last + 1), size(last + 1, shape.length)];
}
