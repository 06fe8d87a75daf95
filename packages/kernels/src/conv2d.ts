/**
 * A convolution with its bias in one kernel. `tf.fused.conv2d` computes the gradient with respect to its
 * input even where nobody asks for it, as at the first layer of a network; this one doesn't. Where the backend has
 * kernels for it, filter and bias get their gradients in one, and swish before or after it is part of it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { constant, originOf, setAhead } from './fusion.ts';

/**
 * Names under which a backend may register kernels: a convolution whose result y is swish of z, with the outputs [z, y], or
 * [y] alone without the attribute `keeps`, or [z] without `activated`; the second one of an x that is swish of
 * the input `before`.
 */
export const CONVOLVE = 'ConvolveWithSwish';
export const CONVOLVE_ON = 'ConvolveOnSwish';
/** Inputs dy, filter and `before`: the input gradient times the slope of swish at `before`. */
export const INPUT_GRADIENT_ON = 'InputGradientOnSwish';
/** Inputs x and dy, attribute `filterShape`: the gradients of filter and bias. */
export const FILTER_AND_BIAS_GRADIENTS = 'FilterAndBiasGradients';

type Attributes = Pick<Conv2d, 'strides' | 'pad'>;
type Gradients = Record<string, () => tf.Tensor>;

const has = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** Gradients of a convolution's filter and bias. */
function weightGradients(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, pad }: Attributes,
): Gradients {
  const attrs = { strides, pad, dataFormat: 'NHWC', filterShape: filter.shape };
  if (has(FILTER_AND_BIAS_GRADIENTS)) {
    const engine = tf.engine();
    const both = engine.runKernel<tf.Tensor[]>(FILTER_AND_BIAS_GRADIENTS, { x, dy }, attrs);
    return { filter: () => both[0], bias: () => both[1] };
  }
  return {
    filter: () => tf.engine().runKernel<tf.Tensor>(tf.Conv2DBackpropFilter, { x, dy }, attrs),
    bias: () => tf.sum(dy, [0, 1, 2]),
  };
}

function inputGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, pad }: Attributes,
): tf.Tensor {
  const attrs = { strides, pad, dataFormat: 'NHWC', inputShape: x.shape };
  return tf.engine().runKernel<tf.Tensor>(tf.Conv2DBackpropInput, { dy, filter }, attrs);
}

tf.registerGradient({
  kernelName: tf.FusedConv2D,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, [x, filter], attributes) => {
    const attrs = attributes as unknown as Attributes;
    const z = dy as tf.Tensor;
    return { x: () => inputGradient(z, x, filter, attrs), ...weightGradients(z, x, filter, attrs) };
  },
});

const firstOf = (dys: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(dys) ? dys[0] : dys);

// What comes to y, the second output, goes through the gradient of `swish`.
tf.registerGradient({
  kernelName: CONVOLVE,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dys, [x, filter], attributes) => {
    const attrs = attributes as unknown as Attributes;
    const dz = firstOf(dys);
    return {
      x: () => inputGradient(dz, x, filter, attrs),
      ...weightGradients(dz, x, filter, attrs),
    };
  },
});

tf.registerGradient({
  kernelName: CONVOLVE_ON,
  inputsToSave: ['x', 'filter', 'before'],
  gradFunc: (dys, [x, filter, before], attributes) => {
    const attrs = attributes as unknown as Attributes;
    const dz = firstOf(dys);
    const { strides, pad } = attrs;
    const all = { strides, pad, dataFormat: 'NHWC', inputShape: x.shape };
    const inputs = { dy: dz, filter, before };
    return {
      before: () => tf.engine().runKernel<tf.Tensor>(INPUT_GRADIENT_ON, inputs, all),
      ...weightGradients(dz, x, filter, attrs),
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
  /** Whether swish of the result is wanted next. */
  activated?: boolean;
}

/** [batch, height, width, t]. */
export function conv2d(convolution: Conv2d): tf.Tensor4D {
  const { x, filter, strides, pad, bias, activated } = convolution;
  if (has(CONVOLVE) && (activated || originOf(x))) return convolveWithSwish(convolution);
  if (!bias) return tf.conv2d(x, filter, strides, pad);
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1], activation: 'linear' };
  return tf.engine().runKernel<tf.Tensor4D>(tf.FusedConv2D, { x, filter, bias }, attrs);
}

function convolveWithSwish({ x, filter, strides, pad, bias, activated = false }: Conv2d) {
  const origin = originOf(x);
  // Without a gradient nobody needs what comes before swish.
  const keeps = activated && tf.engine().state.gradientDepth > 0;
  const attrs = { strides, pad, dataFormat: 'NHWC', activated, keeps };
  const inputs: tf.NamedTensorMap = { x: origin?.values ?? x, filter };
  if (bias) inputs.bias = bias;
  if (origin) inputs.before = origin.before;
  const name = origin ? CONVOLVE_ON : CONVOLVE;
  const [z, y] = tf.engine().runKernel<tf.Tensor4D[]>(name, inputs, attrs);
  if (activated) setAhead(z, keeps ? constant(y) : z);
  return z;
}
