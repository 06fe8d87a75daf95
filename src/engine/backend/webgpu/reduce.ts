/**
 * Sums over neighbouring axes, [outer, terms, inner] → [outer, inner], by the whole device: the terms are dealt out to
 * slices like cards, so that neighbours read neighbours, and a second pass adds the slices up.
 */
import * as tf from '@tensorflow/tfjs-core';
import { free, isSoftware, machineOf, run, vectorType, widthFor, type Backend } from './program.ts';

/** Loads in a turn of the loop. */
const UNROLLED = 4;

/** One pass: slice k of an output sums the terms k, k + slices, k + 2·slices, … */
function pass(
  backend: Backend,
  x: tf.TensorInfo,
  [outer, terms, inner]: readonly [number, number, number],
  slices: number,
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
        result[index] = sum;
      }`,
    inputs: [['x', x, width]],
    outputShape: [outer, slices, inner],
    outputWidth: width,
    invocations: outer * slices * wide,
    workgroup: machineOf(backend).workgroup,
    integers: { outer, terms, inner: wide, slices },
  });
}

/** As many slices as fill the device, and at least `UNROLLED` terms in each. */
function slicesFor(backend: Backend, outputs: number, terms: number): number {
  const wanted = Math.ceil(machineOf(backend).invocations / outputs);
  const most = isSoftware(backend) ? 64 : Math.ceil(Math.sqrt(terms));
  return Math.max(1, Math.min(wanted, most, Math.floor(terms / UNROLLED)));
}

/** The sum over the middle axis of x seen as [outer, terms, inner], flat. */
export function sumMiddle(
  backend: Backend,
  x: tf.TensorInfo,
  shape: readonly [number, number, number],
): tf.TensorInfo {
  const [outer, terms, inner] = shape;
  const slices = slicesFor(backend, (outer * inner) / widthFor(inner), terms);
  const first = pass(backend, x, shape, slices);
  if (slices === 1) return first;
  const sum = sumMiddle(backend, first, [outer, slices, inner]);
  free(backend, first);
  return sum;
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
