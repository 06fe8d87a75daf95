/**
 * The stages of d-way convolutions, d = 2 or 3, from rank-4 Conv2D and DepthwiseConv2D alone.
 *
 * Tensors are channels-last, [batch, …spatial, channel]; the output has ⌈n/stride⌉ points along the axes on
 * which a stage acts. tfjs's own 3-way kernels are naive on WebGPU and their gradients wrong on wasm. Where the backend
 * has none of ours, a 3-way convolution is folded into a 2-way one: shifted copies along the first axis become channels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from 'slimwave-kernels/conv2d';
import { reshaped } from 'slimwave-kernels/fusion';
import { convolvesVolumes, convolveVolume } from 'slimwave-kernels/volume';
import { product } from 'slimwave-base/math';
import { alongOneByMatrix, prefersMatrix } from './convolveByMatrix.ts';
import { foldedConvolution } from './foldedConvolution.ts';
import { padAxis } from './padding.ts';
import type { Padding } from './paddings.ts';
import type { ConvolutionStage, Stage } from './stage.ts';

export interface ConvolutionOptions {
  /** 1 or 2, along every axis. */
  stride: number;
  /** One per spatial axis. */
  padding: readonly Padding[];
}

export const plainOptions = (ways: number): ConvolutionOptions => ({
  stride: 1,
  padding: Array.from({ length: ways }, (): Padding => 'zero'),
});

/** A bias added to every position, as rows: at rank 5 tfjs's shader for it does not compile on WebGPU. */
function addBias(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  const rows = tf.reshape(x, [x.size / bias.size, bias.size]);
  return tf.reshape(tf.add(rows, bias), x.shape);
}

/**
 * Copies of x shifted by 0 … k−1 along its first spatial axis, side by side on the channel axis and every
 * stride-th position only: [n, t, x, y, s] → [n·t', x, y, k·s].
 */
function shiftsAsChannels(
  x: tf.Tensor5D,
  k: number,
  stride: number,
  padding: Padding,
): tf.Tensor4D {
  const [n, length, h, w, s] = x.shape;
  const inner = h * w * s;
  const out = Math.ceil(length / stride);
  // Filled up so that every shifted copy is a whole number of strides long.
  const wanted = stride * out + k - 1;
  const padded = tf.reshape<tf.Rank.R3>(padAxis(x, 0, k, padding), [n, length + k - 1, inner]);
  const missing = wanted - (length + k - 1);
  const whole =
    missing === 0
      ? padded
      : tf.pad(padded, [
          [0, 0],
          [0, missing],
          [0, 0],
        ]);
  const shifted = Array.from({ length: k }, (_, shift) => {
    const part = tf.slice(whole, [0, shift, 0], [n, stride * out, inner]);
    const kept =
      stride === 1
        ? part
        : tf.slice(tf.reshape(part, [n * out, stride, inner]), [0, 0, 0], [n * out, 1, inner]);
    return tf.reshape<tf.Rank.R4>(kept, [n * out, h, w, s]);
  });
  return tf.concat(shifted, 3);
}

/** Whether zero padding can be left to 'same': TensorFlow pads alike only without a stride. */
const leavesPadding = (stride: number, padding: readonly Padding[]): boolean =>
  stride === 1 && padding.every((kind) => kind === 'zero');

const paddingFor = (
  { axes }: ConvolutionStage,
  { stride, padding }: ConvolutionOptions,
): 'same' | 'valid' =>
  leavesPadding(
    stride,
    axes.map((axis) => padding[axis]),
  )
    ? 'same'
    : 'valid';

/** x padded along some axes, or as it is where 'same' does it. */
function prepared(x: tf.Tensor, stage: ConvolutionStage, options: ConvolutionOptions) {
  const pad = paddingFor(stage, options);
  if (pad === 'same') return { padded: x, pad };
  const padded = stage.axes.reduce(
    (grown, axis, i) => padAxis(grown, axis, stage.size[i], options.padding[axis]),
    x,
  );
  return { padded, pad };
}

/** A convolution along every axis at once; filter [k₁, …, k_d, s, t or multiplier]. */
function alongAll(
  x: tf.Tensor,
  stage: ConvolutionStage,
  filter: tf.Tensor,
  options: ConvolutionOptions,
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor {
  const { stride, padding } = options;
  if (x.rank === 4) {
    const { padded, pad } = prepared(x, stage, options);
    const strides: [number, number] = [stride, stride];
    const kernel = filter as tf.Tensor4D;
    return conv4(padded as tf.Tensor4D, stage, kernel, strides, pad, bias, activated);
  }
  const plain = stage.kind === 'full' && leavesPadding(stride, padding);
  if (plain && convolvesVolumes()) return convolveVolume(x, filter, bias);
  const [kt, kx, ky, s, last] = filter.shape as number[];
  const inner: ConvolutionStage = { ...stage, axes: [0, 1], size: [kx, ky] };
  const innerOptions = { stride, padding: padding.slice(1) };
  const fold = (input: tf.Tensor) => {
    const folded = shiftsAsChannels(input as tf.Tensor5D, kt, stride, padding[0]);
    return prepared(folded, inner, innerOptions).padded as tf.Tensor4D;
  };
  const flatFilter = tf.reshape<tf.Rank.R4>(tf.transpose(filter, [1, 2, 0, 3, 4]), [
    kx,
    ky,
    kt * s,
    last,
  ]);
  const pad = paddingFor(inner, innerOptions);
  const strides: [number, number] = [stride, stride];
  const grid = x.shape.slice(1, -1).map((n) => Math.ceil(n / stride));
  const shape = [x.shape[0], ...grid, stage.outputs];
  if (plain) {
    const out = tf.reshape(foldedConvolution(x as tf.Tensor5D, flatFilter, kt), shape);
    return bias ? addBias(out, bias) : out;
  }
  if (stage.kind === 'full') {
    const out = conv2d({ x: fold(x), filter: flatFilter, strides, pad, bias });
    return tf.reshape(out, shape);
  }
  const out = tf.depthwiseConv2d(fold(x), flatFilter, strides, pad);
  return tf.reshape(tf.sum(tf.reshape(out, [out.size / (kt * s * last), kt, s * last]), 1), shape);
}

function conv4(
  x: tf.Tensor4D,
  stage: ConvolutionStage,
  filter: tf.Tensor4D,
  strides: [number, number],
  pad: 'same' | 'valid',
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor4D {
  return stage.kind === 'full'
    ? conv2d({ x, filter, strides, pad, bias, activated })
    : tf.depthwiseConv2d(x, filter, strides, pad);
}

/**
 * A convolution along one axis: the axes before it are folded into the batch and those after it into the
 * width, both for free.
 */
function alongOne(
  x: tf.Tensor,
  stage: ConvolutionStage,
  filter: tf.Tensor,
  options: ConvolutionOptions,
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor {
  const [axis] = stage.axes;
  if (stage.kind === 'full' && prefersMatrix(stage.size[0], x.shape[axis + 1], options.stride)) {
    const out = alongOneByMatrix(x, axis, filter as tf.Tensor3D, options.padding[axis]);
    return bias ? addBias(out, bias) : out;
  }
  const { padded, pad } = prepared(x, stage, options);
  const [k, s, last] = filter.shape;
  if (x.rank === 4 && options.stride === 1) {
    // As it is: every reshape is an operation of its own, and one more for the gradient.
    const [kx, ky] = axis === 0 ? [k, 1] : [1, k];
    const kernel = tf.reshape<tf.Rank.R4>(filter, [kx, ky, s, last]);
    return conv4(padded as tf.Tensor4D, stage, kernel, [1, 1], pad, bias, activated);
  }
  const outer = product(padded.shape.slice(0, axis + 1));
  const inner = product(padded.shape.slice(axis + 2, -1));
  const folded = reshaped<tf.Rank.R4>(padded, [outer, padded.shape[axis + 1], inner, s]);
  const strides: [number, number] = [options.stride, 1];
  const flat = tf.reshape<tf.Rank.R4>(filter, [k, 1, s, last]);
  // Depthwise convolutions with unlike strides are wrong on wasm and refused elsewhere: stride by reshape.
  const out =
    stage.kind === 'depthwise' && options.stride > 1
      ? everySecond(conv4(folded, stage, flat, [1, 1], pad), options.stride)
      : conv4(folded, stage, flat, strides, pad, bias, activated);
  const shape = [...x.shape.slice(0, -1), stage.outputs];
  shape[axis + 1] = Math.ceil(x.shape[axis + 1] / options.stride);
  return reshaped(out, shape);
}

/** Every stride-th row of [n, h, w, c], from the first on. */
function everySecond(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const out = Math.ceil(h / stride);
  const flat = tf.pad(tf.reshape<tf.Rank.R3>(x, [n, h, w * c]), [
    [0, 0],
    [0, stride * out - h],
    [0, 0],
  ]);
  const kept = tf.slice(tf.reshape(flat, [n * out, stride, w * c]), [0, 0, 0], [n * out, 1, w * c]);
  return tf.reshape(kept, [n, out, w, c]);
}

function pointwise(
  x: tf.Tensor,
  filter: tf.Tensor,
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor {
  const [s, t] = filter.shape;
  const folded = reshaped<tf.Rank.R4>(x, [1, x.size / s, 1, s]);
  const kernel = tf.reshape<tf.Rank.R4>(filter, [1, 1, s, t]);
  const out = conv2d({ x: folded, filter: kernel, strides: [1, 1], pad: 'valid', bias, activated });
  return reshaped(out, [...x.shape.slice(0, -1), t]);
}

/**
 * One stage of a factorised convolution; the bias is added where it is given. `activated` says that swish comes next,
 * which may then be computed at once.
 */
export function applyStage(
  x: tf.Tensor,
  stage: Stage,
  filter: tf.Tensor | undefined,
  options: ConvolutionOptions,
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor {
  const withBias = (out: tf.Tensor): tf.Tensor => (bias ? addBias(out, bias) : out);
  if (stage.kind === 'sum') {
    const positions = x.size / stage.inputs;
    const parts = tf.reshape(x, [positions, stage.inputs / stage.outputs, stage.outputs]);
    return withBias(tf.reshape(tf.sum(parts, 1), [...x.shape.slice(0, -1), stage.outputs]));
  }
  const alone = stage.kind === 'full' ? bias : undefined;
  const swishes = activated && alone === bias;
  const out = ((): tf.Tensor => {
    if (stage.axes.length === 0) return pointwise(x, filter!, alone, swishes);
    return stage.axes.length === 1
      ? alongOne(x, stage, filter!, options, alone, swishes)
      : alongAll(x, stage, filter!, options, alone, swishes);
  })();
  return alone ? out : withBias(out);
}

/** Dense convolution; x [batch, …spatial, s], kernel [k₁, …, k_d, s, t] → [batch, …⌈n/stride⌉, t]. */
export function convolveDense(
  x: tf.Tensor,
  kernel: tf.Tensor,
  options: ConvolutionOptions = plainOptions(x.rank - 2),
  bias?: tf.Tensor1D,
  activated = false,
): tf.Tensor {
  const size = kernel.shape.slice(0, -2);
  const [inputs, outputs] = kernel.shape.slice(-2);
  const axes = size.map((_, i) => i);
  return applyStage(
    x,
    { kind: 'full', name: 'kernel', axes, size, inputs, outputs },
    kernel,
    options,
    bias,
    activated,
  );
}
