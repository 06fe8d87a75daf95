import type * as tf from '@tensorflow/tfjs-core';
import { serialization } from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { swish } from 'slimwave-kernels/swish';

/** Swish, x·σ(x), as a layer whose gradient is one operation. */
export class Swish extends layers.Layer {
  static readonly className = 'SlimwaveSwish';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return swish(Array.isArray(inputs) ? inputs[0] : inputs);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }
}
serialization.registerClass(Swish);
