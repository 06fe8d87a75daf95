/**
 * Squared errors of samples. tfjs's own operations multiply a field of ones into their gradient, and keep another
 * field for it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './shape.ts';

/** [n, …] and [n, …] → [n]: the sum of squared differences of every sample. The truth has no gradient. */
export function squaredErrorsOf(output: tf.Tensor, truth: tf.Tensor): tf.Tensor {
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
