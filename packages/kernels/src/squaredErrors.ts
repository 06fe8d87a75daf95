/**
 * Squared errors of samples, in one operation and one for their gradient where the backend has them. tfjs's own
 * operations multiply a field of ones into their gradient, and keep another field for it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './shape.ts';

/**
 * Names under which a backend may register kernels: inputs x and target, [n, …] each, and dy [n] of the gradient, which
 * is with respect to x.
 */
export const SQUARED_ERRORS = 'SquaredErrors';
export const SQUARED_ERRORS_GRADIENT = 'SquaredErrorsGrad';

function inOneOperation(output: tf.Tensor, target: tf.Tensor): tf.Tensor {
  const run = (name: string, inputs: Record<string, tf.Tensor>) =>
    tf.engine().runKernel<tf.Tensor>(name, inputs);
  const differentiable = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: run(SQUARED_ERRORS, { x: x as tf.Tensor, target }),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        run(SQUARED_ERRORS_GRADIENT, { x: saved[0], target, dy }),
    };
  });
  return differentiable(output);
}

/** [n, …] and [n, …] → [n]: the sum of squared differences of every sample. The truth has no gradient. */
export function squaredErrorsOf(output: tf.Tensor, truth: tf.Tensor): tf.Tensor {
  if (tf.getKernel(SQUARED_ERRORS, tf.getBackend())) return inOneOperation(output, truth);
  const [samples, ...shape] = output.shape;
  const ones = shape.map(() => 1);
  const differentiable = tf.customGrad((x, save) => {
    const error = tf.sub(x as tf.Tensor, truth);
    (save as tf.GradSaveFunc)([error]);
    const rows = tf.reshape<tf.Rank.R2>(error, [samples, sizeOf(shape)]);
    return {
      value: tf.sum(tf.square(rows), 1),
      gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) =>
        tf.mul(kept, tf.reshape(tf.mul(2, dy), [samples, ...ones])),
    };
  });
  return differentiable(output);
}
