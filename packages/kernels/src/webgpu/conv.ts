/** Conv2D and depthwise convolutions without dilation: forward and input gradients, [images, y, x, channel]. */
import type * as tf from '@tensorflow/tfjs-core';
import { free } from '../kernelRegistry.ts';
import { isSoftware, run, type Backend, type Machine, machineOf } from './program.ts';
import type { Activation } from './window.ts';
import { windowSum } from './windowSum.ts';

export type ConvInfo = tf.backend_util.Conv2DInfo;

const strideOf = (info: ConvInfo): [number, number] => [info.strideHeight, info.strideWidth];
const padOf = ({ padInfo }: ConvInfo): [number, number] => [padInfo.top, padInfo.left];

/**
 * x [n, y, x, s] ∗ filter [ky, kx, s, t] (+ bias [t]). With `keeps`, what comes before the activation and what comes
 * after it.
 */
export const convolveAll = (
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
  bias?: tf.TensorInfo,
  activation: Activation = 'linear',
  keeps = false,
): tf.TensorInfo[] =>
  windowSum(backend, {
    channels: 'full',
    direction: 1,
    source: x,
    filter,
    outShape: info.outShape,
    stride: strideOf(info),
    pad: padOf(info),
    multiplier: 1,
    bias,
    activation,
    keeps,
  });

/** The same with one output. */
export const convolve = (...args: Parameters<typeof convolveAll>): tf.TensorInfo =>
  convolveAll(...args)[0];

/** [ky, kx, s, t] → [ky, kx, t, s]. */
function swapped(backend: Backend, filter: tf.TensorInfo, machine: Machine): tf.TensorInfo {
  const [ky, kx, s, t] = filter.shape;
  return run(backend, {
    key: 'swap',
    code: `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        let matrix = uniforms.inner * uniforms.outer;
        let place = index % matrix;
        let source = (place % uniforms.inner) * uniforms.outer + place / uniforms.inner;
        result[index] = W[index - place + source];
      }`,
    inputs: [['W', filter, 1]],
    outputShape: [ky, kx, t, s],
    outputWidth: 1,
    invocations: ky * kx * s * t,
    workgroup: machine.workgroup,
    integers: { size: ky * kx * s * t, inner: s, outer: t },
  });
}

/**
 * dx from dy and the filter; times the slope of swish at `before`, where x is swish of that. GPUs load the filter as it
 * is; on software adapters, where loads are dear, its channels are swapped first.
 */
export function convInputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
  before?: tf.TensorInfo,
): tf.TensorInfo {
  // With one channel on either side both orders are the same.
  const same = filter.shape[2] === 1 || filter.shape[3] === 1;
  const turned = !same && !isSoftware(backend);
  const [ky, kx, s, t] = filter.shape;
  const used =
    same || turned
      ? { ...filter, shape: [ky, kx, t, s] }
      : swapped(backend, filter, machineOf(backend));
  const [dx] = windowSum(backend, {
    channels: 'full',
    direction: -1,
    source: dy,
    filter: used,
    outShape: info.inShape,
    stride: strideOf(info),
    pad: padOf(info),
    multiplier: 1,
    before,
    turned,
  });
  if (!same && !turned) free(backend, used);
  return dx;
}

/** x [n, y, x, c], filter [ky, kx, c, m] → [n, y', x', c·m]; output channel c·m + i belongs to input channel c. */
export function depthwise(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
  bias?: tf.TensorInfo,
  activation: Activation = 'linear',
): tf.TensorInfo {
  const multiplier = filter.shape[3];
  const [y] = windowSum(backend, {
    channels: multiplier === 1 ? 'each' : 'spread',
    direction: 1,
    source: x,
    filter,
    outShape: info.outShape,
    stride: strideOf(info),
    pad: padOf(info),
    multiplier,
    bias,
    activation,
  });
  return y;
}

export function depthwiseInputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const multiplier = filter.shape[3];
  const [dx] = windowSum(backend, {
    channels: multiplier === 1 ? 'each' : 'gather',
    direction: -1,
    source: dy,
    filter,
    outShape: info.inShape,
    stride: strideOf(info),
    pad: padOf(info),
    multiplier,
  });
  return dx;
}
