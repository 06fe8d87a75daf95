/**
 * Swish, x·σ(x), whose gradient is one kernel where the backend has one. tfjs's own takes six operations and
 * keeps three tensors for its gradient; this keeps x alone.
 */
import * as tf from '@tensorflow/tfjs-core';
import { aheadOf, setOrigin } from './fusion.ts';

/** Names under which a backend may register kernels of one operation each. */
export const SWISH = 'Swish';
export const SWISH_GRADIENT = 'SwishGrad';

const composed = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sigmoid(x));

function composedGradient(x: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const sigmoid = tf.sigmoid(x);
  return tf.mul(tf.mul(dy, sigmoid), tf.add(1, tf.mul(x, tf.sub(1, sigmoid))));
}

function run(name: string, inputs: Record<string, tf.Tensor>, otherwise: () => tf.Tensor) {
  return tf.getKernel(name, tf.getBackend())
    ? (tf.engine().runKernel(name, inputs) as tf.Tensor)
    : otherwise();
}

const slope = (x: tf.Tensor, dy: tf.Tensor): tf.Tensor =>
  run(SWISH_GRADIENT, { x, dy }, () => composedGradient(x, dy));

const differentiable = tf.customGrad((x, save) => {
  const input = x as tf.Tensor;
  (save as tf.GradSaveFunc)([input]);
  return {
    value: run(SWISH, { x: input }, () => composed(input)),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => slope(saved[0], dy),
  };
});

/** x·σ(x), elementwise. */
export function swish(x: tf.Tensor): tf.Tensor {
  const ready = aheadOf(x);
  if (!ready) return differentiable(x);
  const y = tf.customGrad((input, save) => {
    (save as tf.GradSaveFunc)([input as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => slope(saved[0], dy);
    return { value: tf.clone(ready), gradFunc };
  })(x);
  // Without a gradient there is nothing before it.
  if (ready !== x) setOrigin(y, { before: x, values: ready });
  return y;
}
