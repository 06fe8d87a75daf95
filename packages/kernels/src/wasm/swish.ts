/** Swish, x·σ(x) (Ramachandran et al. 2017), and its gradient, in one pass each. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import type { ElementwiseName } from './elementwise.ts';
import type { Backend } from './kernels.ts';
import { runElementwise } from './runElementwise.ts';

function overInputs(
  backend: Backend,
  name: ElementwiseName,
  inputs: readonly tf.TensorInfo[],
): tf.TensorInfo {
  const [{ shape }] = inputs;
  const result = backend.makeOutput(shape, 'float32');
  const addresses = [...inputs, result].map(({ dataId }) => backend.getMemoryOffset(dataId));
  runElementwise(backend, name, [{ size: sizeOf(shape), addresses, scalars: [] }]);
  return result;
}

export const swish = (backend: Backend, x: tf.TensorInfo): tf.TensorInfo =>
  overInputs(backend, 'swish', [x]);

/** dx from x and dy. */
export const swishGradient = (
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo => overInputs(backend, 'swishGradient', [x, dy]);
