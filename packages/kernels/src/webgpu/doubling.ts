/** Linear upsampling ×2 along an axis and its gradient: see `../doubling.ts`. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { machineOf, run, widthFor, type Backend } from './program.ts';

/** WGSL of the places along the axis from which the output at `at` comes: `own` count ¾ each, `neighbours` ¼. */
interface Blend {
  key: string;
  own: readonly string[];
  neighbours: readonly string[];
}

/** Point i gets ¾ of point ⌊i/2⌋ and ¼ of the one beside it, or of itself at the ends. */
const DOUBLE: Blend = {
  key: 'double',
  own: ['at / 2'],
  neighbours: ['clamp(at / 2 + 2 * (at % 2) - 1, 0, uniforms.source - 1)'],
};

/** The transpose: beyond the ends lies what the ends themselves gave. */
const GRADIENT: Blend = {
  key: 'doubleGrad',
  own: ['2 * at', '2 * at + 1'],
  neighbours: ['max(2 * at - 1, 0)', 'min(2 * at + 2, uniforms.source - 1)'],
};

function aboutAxis(
  backend: Backend,
  x: tf.TensorInfo,
  axis: number,
  length: number,
  { key, own, neighbours }: Blend,
): tf.TensorInfo {
  const outputShape = x.shape.map((n, i) => (i === axis ? length : n));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const width = widthFor(inner);
  const size = sizeOf(outputShape) / width;
  const sum = (places: readonly string[]) =>
    places.map((place) => `x[start + (${place}) * uniforms.inner]`).join(' + ');
  return run(backend, {
    key,
    code: `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        let at = (index / uniforms.inner) % uniforms.to;
        let row = index / (uniforms.inner * uniforms.to);
        let start = row * uniforms.source * uniforms.inner + index % uniforms.inner;
        result[index] = 0.75 * (${sum(own)}) + 0.25 * (${sum(neighbours)});
      }`,
    inputs: [['x', x, width]],
    outputShape,
    outputWidth: width,
    invocations: size,
    workgroup: machineOf(backend).workgroup,
    integers: { size, inner: inner / width, source: x.shape[axis], to: length },
  });
}

/** [.., n, ..] → [.., 2n, ..]. */
export const doubleLinearly = (backend: Backend, x: tf.TensorInfo, axis: number): tf.TensorInfo =>
  aboutAxis(backend, x, axis, 2 * x.shape[axis], DOUBLE);

/** [.., 2n, ..] → [.., n, ..]. */
export const doubleLinearlyGradient = (
  backend: Backend,
  dy: tf.TensorInfo,
  axis: number,
): tf.TensorInfo => aboutAxis(backend, dy, axis, dy.shape[axis] / 2, GRADIENT);
