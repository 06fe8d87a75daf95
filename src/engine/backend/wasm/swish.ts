/** Swish, x·σ(x) (Ramachandran et al. 2017), and its gradient from one sigmoid. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { call, type Backend } from './kernels.ts';
import { free } from '../kernelRegistry.ts';
import { runElementwise } from './runElementwise.ts';

export function swish(backend: Backend, x: tf.TensorInfo): tf.TensorInfo {
  const sigmoid = call(backend, tf.Sigmoid, { x }, {});
  const y = call(backend, tf.Multiply, { a: x, b: sigmoid }, {});
  free(backend, sigmoid);
  return y;
}

/** dx from x and dy. */
export function swishGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  const sigmoid = call(backend, tf.Sigmoid, { x }, {});
  const dx = backend.makeOutput(x.shape, 'float32');
  const addresses = [x, sigmoid, dy, dx].map(({ dataId }) => backend.getMemoryOffset(dataId));
  runElementwise(backend, 'swishGradient', [{ size: sizeOf(x.shape), addresses, scalars: [1] }]);
  free(backend, sigmoid);
  return dx;
}
