/**
 * Products of matrices by the kernels of the convolutions, for software adapters: tfjs's own tiles wait at barriers,
 * which are ruinous there. On hardware they are the better choice.
 */
import * as tf from '@tensorflow/tfjs-core';
import { convolve } from './conv.ts';
import { filterGradient } from './filterGradient.ts';
import { free } from '../kernelRegistry.ts';
import { machineOf, run, type Backend } from './program.ts';

const info = (x: readonly number[], filter: readonly number[]) =>
  tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    1,
    1,
    'valid',
  );

/** [m, n] → [n, m]. */
function transposed(backend: Backend, x: tf.TensorInfo): tf.TensorInfo {
  const [m, n] = x.shape;
  return run(backend, {
    key: 'transpose',
    code: `
      fn main(index : i32) {
        if (index >= uniforms.m * uniforms.n) { return; }
        result[index] = x[(index % uniforms.m) * uniforms.n + index / uniforms.m];
      }`,
    inputs: [['x', x, 1]],
    outputShape: [n, m],
    outputWidth: 1,
    invocations: m * n,
    workgroup: machineOf(backend).workgroup,
    integers: { m, n },
  });
}

/** a·b for matrices, transposed where said: as a 1×1 convolution, and aᵀ·b as the filter gradient of one. */
export function product(
  backend: Backend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const right = transposeB ? transposed(backend, b) : b;
  const [inner, columns] = right.shape;
  let result: tf.TensorInfo;
  if (transposeA && !bias) {
    const rows = a.shape[1];
    const x = { ...a, shape: [1, inner, 1, rows] };
    const dy = { ...right, shape: [1, inner, 1, columns] };
    const filter = [1, 1, rows, columns];
    result = filterGradient(backend, x, dy, filter, info(x.shape, filter), false);
    result = { ...result, shape: [rows, columns] };
  } else {
    const left = transposeA ? transposed(backend, a) : a;
    const rows = left.shape[0];
    const x = { ...left, shape: [1, rows, 1, inner] };
    const filter = { ...right, shape: [1, 1, inner, columns] };
    result = convolve(backend, x, filter, info(x.shape, filter.shape), bias);
    result = { ...result, shape: [rows, columns] };
    if (left !== a) free(backend, left);
  }
  if (right !== b) free(backend, right);
  return result;
}
