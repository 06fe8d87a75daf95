/**
 * Input gradient of a 2-D convolution: the convolution of dy with the filter turned by 180° and its channel
 * axes swapped, several times faster than the shipped kernel. With a stride, zeros go between dy's rows and
 * columns first.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { call, convInfo, convolve, padding, reshaped, type Backend } from './kernels.ts';
import { free, type ConvAttributes, type Shape4 } from '../kernelRegistry.ts';
import { view } from './loops.ts';

/** dx of shape `inputShape`; undefined if the padding is none that this composition can undo. */
export function inputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  inputShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo | undefined {
  const info = convInfo(inputShape, filter.shape, { ...attributes, dilations: 1 });
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  // The rest of what the last output's taps reach over: rows of x beyond them get no gradient.
  const bottom = info.inHeight + filterHeight - 1 - top - info.outHeight * strideHeight;
  const right = info.inWidth + filterWidth - 1 - left - info.outWidth * strideWidth;
  if (Math.min(top, bottom, left, right) < 0) return undefined;
  const spread = spreadOut(backend, dy, strideHeight, strideWidth);
  const swapped = turned(backend, filter);
  const gradient = convolve(backend, spread, swapped, padding(top, bottom, left, right));
  free(backend, swapped);
  if (spread !== dy) free(backend, spread);
  return gradient;
}

/** `[n, h, w, c]` → `[n, h·rows, w·columns, c]`, with zeros after each row and column. */
function spreadOut(
  backend: Backend,
  dy: tf.TensorInfo,
  rows: number,
  columns: number,
): tf.TensorInfo {
  if (rows === 1 && columns === 1) return dy;
  const [n, h, w, c] = dy.shape;
  const paddings = padding(0, rows - 1, 0, 0);
  paddings[3] = [0, (columns - 1) * c];
  const padded = call(
    backend,
    tf.PadV2,
    { x: reshaped(dy, [n * h, 1, w, c]) },
    { paddings, constantValue: 0 },
  );
  return reshaped(padded, [n, h * rows, w * columns, c]);
}

/** The filter `[…, s, t]` turned by 180° in space, its channel axes swapped. */
export function turned(backend: Backend, filter: tf.TensorInfo): tf.TensorInfo {
  const size = filter.shape.slice(0, -2);
  const [s, t] = filter.shape.slice(-2);
  const taps = sizeOf(size);
  const result = backend.makeOutput([...size, t, s], 'float32');
  const [from, to] = [view(backend, filter), view(backend, result)];
  for (let tap = 0; tap < taps; tap++) {
    const [source, target] = [tap * s * t, (taps - 1 - tap) * s * t];
    for (let i = 0; i < s; i++) {
      for (let j = 0; j < t; j++) to[target + j * s + i] = from[source + i * t + j];
    }
  }
  return result;
}
