/**
 * A convolution with its bias in one kernel. `tf.fused.conv2d` computes the gradient with respect to its
 * input even where nobody asks for it, as at the first layer of a network; this one doesn't.
 */
import * as tf from '@tensorflow/tfjs-core';

tf.registerGradient({
  kernelName: tf.FusedConv2D,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, [x, filter], attributes) => {
    const { strides, pad } = attributes as unknown as Pick<Conv2d, 'strides' | 'pad'>;
    const attrs = { strides, pad, dataFormat: 'NHWC' };
    const gradient = dy as tf.Tensor4D;
    const run = (name: string, inputs: Record<string, tf.Tensor>, shapes: tf.NamedAttrMap) =>
      tf.engine().runKernel<tf.Tensor>(name, inputs, { ...attrs, ...shapes });
    return {
      x: () => run(tf.Conv2DBackpropInput, { dy: gradient, filter }, { inputShape: x.shape }),
      filter: () =>
        run(tf.Conv2DBackpropFilter, { x, dy: gradient }, { filterShape: filter.shape }),
      bias: () => tf.sum(gradient, [0, 1, 2]),
    };
  },
});

export interface Conv2d {
  /** [batch, height, width, s] */
  x: tf.Tensor4D;
  /** [i, j, s, t] */
  filter: tf.Tensor4D;
  strides: [number, number];
  pad: 'same' | 'valid';
  /** [t] */
  bias?: tf.Tensor1D;
}

/** [batch, height, width, t]. */
export function conv2d({ x, filter, strides, pad, bias }: Conv2d): tf.Tensor4D {
  if (!bias) return tf.conv2d(x, filter, strides, pad);
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1], activation: 'linear' };
  return tf.engine().runKernel<tf.Tensor4D>(tf.FusedConv2D, { x, filter, bias }, attrs);
}
