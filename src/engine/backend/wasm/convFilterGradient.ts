/**
 * Filter gradient of a 2-D convolution (missing on wasm in tfjs 4.22):
 *
 *   dW[i, j, s, t] = Σ_{n,h,w} x[n, h·stride + i, w·stride + j, s] dy[n, h, w, t]
 *
 * is itself a convolution: the batch takes the place of the channels, dy that of the filter, and the
 * forward stride becomes the dilation.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  call,
  convInfo,
  convolve,
  free,
  padding,
  reshaped,
  transpose,
  type Backend,
  type ConvAttributes,
  type ConvInfo,
  type Shape4,
} from './kernels.ts';

export function filterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(x.shape, filterShape, { ...attributes, dilations: 1 });
  const { padInfo } = info;
  const alongHeight =
    info.filterWidth === 1 && info.strideWidth === 1 && padInfo.left + padInfo.right === 0;
  const alongWidth =
    info.filterHeight === 1 && info.strideHeight === 1 && padInfo.top + padInfo.bottom === 0;
  if (!alongHeight && !alongWidth) return twoWay(backend, x, dy, info);
  const axis = oneWayAxis(info, alongHeight);
  const gradient =
    axis.stride === 1 && info.outChannels < info.inChannels
      ? oneWaySwapped(backend, x, dy, axis)
      : oneWay(backend, x, dy, axis);
  return reshaped(gradient, filterShape);
}

function twoWay(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const { top, bottom, left, right } = info.padInfo;
  const xByChannel = transpose(backend, x, [3, 1, 2, 0]);
  const dyAsFilter = transpose(backend, dy, [1, 2, 0, 3]);
  const full = convolve(backend, xByChannel, dyAsFilter, padding(top, bottom, left, right), [
    info.strideHeight,
    info.strideWidth,
  ]);
  free(backend, xByChannel, dyAsFilter);
  return tapsFirst(backend, full, info.filterHeight, info.filterWidth);
}

/** [channel, i, j, channel] cut to the taps there are and freed; the taps come first in what is returned. */
function tapsFirst(
  backend: Backend,
  full: tf.TensorInfo,
  height: number,
  width: number,
): tf.TensorInfo {
  // With a stride the last rows and columns of x may not be reached: the surplus is cut off.
  const exact = full.shape[1] === height && full.shape[2] === width;
  const size = [full.shape[0], height, width, full.shape[3]];
  const cut = exact ? full : call(backend, tf.Slice, { x: full }, { begin: [0, 0, 0, 0], size });
  const gradient = transpose(backend, cut, [1, 2, 0, 3]);
  free(backend, full);
  if (!exact) free(backend, cut);
  return gradient;
}

/**
 * A one-way convolution: the positions across it are as good as batch. They join the channels, so that
 * each of the fewer taps multiplies longer vectors.
 */
interface Axis {
  taps: number;
  stride: number;
  before: number;
  after: number;
  /** Axes of `[batch, height, width, channel]`: along the filter, then across it. */
  order: [number, number];
}

function oneWayAxis(info: ConvInfo, alongHeight: boolean): Axis {
  const { top, bottom, left, right } = info.padInfo;
  return alongHeight
    ? {
        taps: info.filterHeight,
        stride: info.strideHeight,
        before: top,
        after: bottom,
        order: [1, 2],
      }
    : {
        taps: info.filterWidth,
        stride: info.strideWidth,
        before: left,
        after: right,
        order: [2, 1],
      };
}

/** [channel, along, 1, across · batch] */
function asInput(
  backend: Backend,
  x: tf.TensorInfo,
  [along, across]: Axis['order'],
): tf.TensorInfo {
  const moved = transpose(backend, x, [3, along, across, 0]);
  return reshaped(moved, [x.shape[3], x.shape[along], 1, x.shape[across] * x.shape[0]]);
}

/** [along, 1, across · batch, channel] */
function asFilter(
  backend: Backend,
  x: tf.TensorInfo,
  [along, across]: Axis['order'],
): tf.TensorInfo {
  const moved = transpose(backend, x, [along, across, 0, 3]);
  return reshaped(moved, [x.shape[along], 1, x.shape[across] * x.shape[0], x.shape[3]]);
}

function oneWay(backend: Backend, x: tf.TensorInfo, dy: tf.TensorInfo, axis: Axis): tf.TensorInfo {
  const input = asInput(backend, x, axis.order);
  const filter = asFilter(backend, dy, axis.order);
  const pad = padding(axis.before, axis.after, 0, 0);
  const full = convolve(backend, input, filter, pad, [axis.stride, 1]);
  free(backend, input, filter);
  return tapsFirst(backend, full, axis.taps, 1);
}

/**
 * The same sums with x as the filter and dy as the input, for a stride of 1: the taps come out in reverse.
 * XNNPACK computes output channels eight at a time, so the side with more channels is the better filter.
 */
function oneWaySwapped(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  axis: Axis,
): tf.TensorInfo {
  const input = asInput(backend, dy, axis.order);
  const filter = asFilter(backend, x, axis.order);
  const pad = padding(axis.taps - 1 - axis.before, axis.taps - 1 - axis.after, 0, 0);
  const full = convolve(backend, input, filter, pad);
  free(backend, input, filter);
  const forwards = call(backend, tf.Reverse, { x: full }, { dims: [1] });
  const gradient = transpose(backend, forwards, [1, 2, 3, 0]);
  free(backend, full, forwards);
  return gradient;
}
