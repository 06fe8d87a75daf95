/** Swish and its gradient in one dispatch each; tfjs composes them of several. */
import type * as tf from '@tensorflow/tfjs-core';
import { machineOf, run, vectorType, type Backend } from './program.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

function elementwise(
  backend: Backend,
  key: string,
  inputs: [name: string, tensor: tf.TensorInfo][],
  expression: string,
): tf.TensorInfo {
  const { shape } = inputs[0][1];
  const size = sizeOf(shape);
  const width = size % 4 === 0 ? 4 : 1;
  return run(backend, {
    key,
    code: `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        let at = x[index];
        // Beyond ±87 the exponential leaves float32; the sigmoid is 0 or 1 there.
        let s = 1.0 / (1.0 + exp(-clamp(at, ${vectorType(width)}(-87.0), ${vectorType(width)}(87.0))));
        result[index] = ${expression};
      }`,
    inputs: inputs.map(([name, tensor]) => [name, tensor, width]),
    outputShape: shape,
    outputWidth: width,
    invocations: size / width,
    workgroup: machineOf(backend).workgroup,
    integers: { size: size / width },
  });
}

/** x·σ(x) */
export const swish = (backend: Backend, x: tf.TensorInfo): tf.TensorInfo =>
  elementwise(backend, 'swish', [['x', x]], 'at * s');

/** dy·σ(x)(1 + x(1 − σ(x))) */
export const swishGradient = (
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo =>
  elementwise(
    backend,
    'swishGrad',
    [
      ['x', x],
      ['dy', dy],
    ],
    'dy[index] * s * (1.0 + at * (1.0 - s))',
  );
