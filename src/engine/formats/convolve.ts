/**
 * d-way convolutions, d = 2 or 3, from rank-4 Conv2D alone.
 *
 * All are 'same' (zero padding, stride 1) on channels-last tensors [batch, …spatial, channel]. tfjs's own
 * 3-way kernels are naive on WebGPU and their gradients wrong on wasm, so that a 3-way convolution is
 * folded into a 2-way one: shifted copies along the first axis become channels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { product } from './format.ts';

/** Conv2D with the bias in the same kernel call; x [n, h, w, s], filter [kh, kw, s, t]. */
const conv2dWithBias = (x: tf.Tensor4D, filter: tf.Tensor4D, bias?: tf.Tensor1D): tf.Tensor4D =>
  tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias });

/**
 * Copies of x shifted by 0 … k−1 along its first spatial axis, side by side on the channel axis:
 * [n, t, x, y, s] → [n·t, x, y, k·s]. Padding is TensorFlow's 'same': (k−1)/2 rounded down in front.
 */
function shiftsAsChannels(x: tf.Tensor5D, k: number): tf.Tensor4D {
  const [n, length, h, w, s] = x.shape;
  const before = Math.floor((k - 1) / 2);
  // Rank 3, because padding of rank 5 is broken on WebGPU and WebGL.
  const padded = tf.pad(tf.reshape(x, [n, length, h * w * s]), [
    [0, 0],
    [before, k - 1 - before],
    [0, 0],
  ]);
  const shifted = Array.from({ length: k }, (_, shift) =>
    tf.reshape<tf.Rank.R4>(tf.slice(padded, [0, shift, 0], [n, length, h * w * s]), [
      n * length,
      h,
      w,
      s,
    ]),
  );
  return tf.concat(shifted, 3);
}

/** Dense convolution; x [batch, …spatial, s], kernel [k₁, …, k_d, s, t] → [batch, …spatial, t]. */
export function convolveDense(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor1D): tf.Tensor {
  if (x.rank === 4) return conv2dWithBias(x as tf.Tensor4D, kernel as tf.Tensor4D, bias);
  const [kt, kx, ky, s, t] = kernel.shape;
  const folded = tf.reshape<tf.Rank.R4>(tf.transpose(kernel, [1, 2, 0, 3, 4]), [kx, ky, kt * s, t]);
  const out = conv2dWithBias(shiftsAsChannels(x as tf.Tensor5D, kt), folded, bias);
  return tf.reshape(out, [...x.shape.slice(0, -1), t]);
}

/**
 * Convolution along one spatial axis (0-based); x [batch, …spatial, s], filter [k, s, t]. The axes before
 * it are folded into the batch and those after it into the width, both for free.
 */
export function convolveAlong(
  x: tf.Tensor,
  filter: tf.Tensor3D,
  axis: number,
  bias?: tf.Tensor1D,
): tf.Tensor {
  const [k, s, t] = filter.shape;
  const outer = product(x.shape.slice(0, axis + 1));
  const inner = product(x.shape.slice(axis + 2, -1));
  const folded = tf.reshape<tf.Rank.R4>(x, [outer, x.shape[axis + 1], inner, s]);
  const out = conv2dWithBias(folded, tf.reshape<tf.Rank.R4>(filter, [k, 1, s, t]), bias);
  return tf.reshape(out, [...x.shape.slice(0, -1), t]);
}
