/**
 * Depthwise convolution at dilation 1: both gradients (missing on wasm in tfjs 4.22), and the forward
 * pass where the shipped kernel is slow. Output channel c·multiplier + m belongs to input channel c.
 *
 *   y[n, h, w, c·M + m]  = Σ_{i,j} x[n, h·stride + i − top, w·stride + j − left, c] W[i, j, c, m]
 *
 * Every tap (i, j) meets a rectangle of outputs; all three passes go over it channel by channel with the
 * loops of `loops.ts`. With a multiplier M > 1 the input is written out M times, channel by channel.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { convInfo, FLOAT, type Backend, type ConvInfo } from './kernels.ts';
import { free, type ConvAttributes, type Shape4 } from '../kernelRegistry.ts';
import { loopsFor, view, zeros, type Loop, type Loops } from './loops.ts';
import { WIDTHS, type LoopName } from './loopsModule.ts';

/** The outputs along one axis, from `first` to before `end`, whose tap lies inside the input. */
function reach(tap: number, pad: number, stride: number, input: number, output: number) {
  const first = Math.max(0, Math.ceil((pad - tap) / stride));
  const end = Math.min(output, Math.floor((input - 1 + pad - tap) / stride) + 1);
  return { first, count: end - first, input: first * stride + tap - pad };
}

/** Byte addresses of tensors with the same number of channels: that of y. */
interface Addresses {
  x: number;
  filter: number;
  y: number;
}

/**
 * Runs a loop over every image, block of channels and tap. The first array of the loop is y for the
 * forward pass (`target` y), x for the gradients.
 */
function overTaps(
  info: ConvInfo,
  channels: number,
  at: Addresses,
  loops: Record<(typeof WIDTHS)[number], Loop>,
  target: 'x' | 'y',
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { filterHeight, filterWidth, padInfo } = info;
  const pixel = channels * FLOAT;
  const [xRow, yRow] = [strideHeight * inWidth * pixel, outWidth * pixel];
  const [xColumn, yColumn] = [strideWidth * pixel, pixel];
  const rows = Array.from({ length: filterHeight }, (_, i) =>
    reach(i, padInfo.top, strideHeight, inHeight, outHeight),
  );
  const columns = Array.from({ length: filterWidth }, (_, j) =>
    reach(j, padInfo.left, strideWidth, inWidth, outWidth),
  );
  for (let n = 0; n < batchSize; n++) {
    for (let c = 0; c < channels;) {
      const width = WIDTHS.find((candidate) => c + candidate <= channels) ?? 1;
      const loop = loops[width];
      rows.forEach((row, i) => {
        columns.forEach((column, j) => {
          if (row.count <= 0 || column.count <= 0) return;
          const offset = c * FLOAT;
          const filter = at.filter + (i * filterWidth + j) * pixel + offset;
          const x = at.x + ((n * inHeight + row.input) * inWidth + column.input) * pixel + offset;
          const y = at.y + ((n * outHeight + row.first) * outWidth + column.first) * pixel + offset;
          if (target === 'x') {
            loop(filter, x, y, row.count, xRow, yRow, column.count, xColumn, yColumn);
          } else {
            loop(filter, y, x, row.count, yRow, xRow, column.count, yColumn, xColumn);
          }
        });
      });
      c += width;
    }
  }
}

function repeated(backend: Backend, x: tf.TensorInfo, times: number): tf.TensorInfo {
  const [n, h, w, c] = x.shape;
  const out = backend.makeOutput([n, h, w, c * times], 'float32');
  const from = view(backend, x);
  const to = view(backend, out);
  for (let i = 0, k = 0; i < from.length; i++) {
    for (let m = 0; m < times; m++) to[k++] = from[i];
  }
  return out;
}

function sumOfNeighbours(backend: Backend, x: tf.TensorInfo, count: number): tf.TensorInfo {
  const [n, h, w, c] = x.shape;
  const out = backend.makeOutput([n, h, w, c / count], 'float32');
  const from = view(backend, x);
  const to = view(backend, out);
  for (let i = 0, k = 0; i < to.length; i++) {
    let sum = 0;
    for (let m = 0; m < count; m++) sum += from[k++];
    to[i] = sum;
  }
  return out;
}

function run(
  backend: Backend,
  info: ConvInfo,
  name: LoopName,
  target: 'x' | 'y',
  { x, filter, y }: Record<keyof Addresses, tf.TensorInfo>,
): void {
  const address = (tensor: tf.TensorInfo) => backend.getMemoryOffset(tensor.dataId);
  const at = { x: address(x), filter: address(filter), y: address(y) };
  const loops: Loops = loopsFor(backend);
  overTaps(info, info.outChannels, at, loops[name], target);
}

/** dW from x `[batch, height, width, c]` and dy `[batch, height, width, c·M]`, in the filter's shape. */
export function depthwiseFilterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(x.shape, filterShape, attributes, true);
  const multiplier = filterShape[3];
  const input = multiplier === 1 ? x : repeated(backend, x, multiplier);
  const filter = zeros(backend, filterShape);
  run(backend, info, 'correlate', 'x', { x: input, filter, y: dy });
  if (input !== x) free(backend, input);
  return filter;
}

/** dx of shape `inputShape` from dy `[batch, height, width, c·M]` and the filter. */
export function depthwiseInputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  inputShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(inputShape, filter.shape, attributes, true);
  const multiplier = filter.shape[3];
  const [n, h, w] = inputShape;
  const terms = zeros(backend, [n, h, w, info.outChannels]);
  run(backend, info, 'spread', 'x', { x: terms, filter, y: dy });
  if (multiplier === 1) return terms;
  const gradient = sumOfNeighbours(backend, terms, multiplier);
  free(backend, terms);
  return gradient;
}

/** y for a multiplier of 1. */
export function depthwiseForward(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const y = zeros(backend, info.outShape);
  run(backend, info, 'spread', 'y', { x, filter, y });
  return y;
}
