import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { product } from '../formats/format.ts';

/** Every position twice along one axis; `concat` and `reshape` are fast and right on every backend. */
function double(x: tf.Tensor, axis: number): tf.Tensor {
  const length = x.shape[axis];
  const rows = product(x.shape.slice(0, axis + 1));
  const flat = tf.reshape<tf.Rank.R3>(x, [rows, 1, product(x.shape.slice(axis + 1))]);
  const shape = [...x.shape];
  shape[axis] = 2 * length;
  return tf.reshape(tf.concat([flat, flat], 1), shape);
}

/** Nearest-neighbour upsampling ×2 of every spatial axis: [batch, …n, c] → [batch, …2n, c]. */
export class NearestUpsampling extends layers.Layer {
  static readonly className = 'SlimwaveNearestUpsampling';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      let x = Array.isArray(inputs) ? inputs[0] : inputs;
      // The last axis first: the tensors of the other doublings are then the smaller ones.
      for (let axis = x.rank - 2; axis >= 1; axis--) x = double(x, axis);
      return x;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    return shape.map((n, i) => (i === 0 || i === shape.length - 1 || n === null ? n : 2 * n));
  }
}
tf.serialization.registerClass(NearestUpsampling);
