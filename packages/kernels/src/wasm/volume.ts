/**
 * 3-way convolution at stride 1 with zero padding, `[batch, t, height, width, channel]`, and its gradients: the jobs of 2-way
 * ones, whose images are the slices of all samples, with one loop more over the slices that the filter sees. Nothing is
 * copied but for zeros beside the rows.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { free } from '../kernelRegistry.ts';
import { turned } from './convInputGradient.ts';
import { convolveParameters } from './convolveJob.ts';
import { filterGradientParameters, outputsFirst } from './filterGradientJob.ts';
import { convInfo, FLOAT, padding, reshaped, transpose, type Backend } from './kernels.ts';
import { fastLoops, zeros } from './loops.ts';
import { padded } from './padding.ts';
import { runJob } from './threads.ts';

/** Zeros before the first point of an axis: as many as after the last one, or one less. */
const before = (taps: number): number => Math.floor((taps - 1) / 2);
const after = (taps: number): number => taps - 1 - before(taps);

/** The slices of all samples as images, with zeros around them. */
function slicesOf(
  backend: Backend,
  x: tf.TensorInfo,
  top: number,
  bottom: number,
  sides: [number, number],
) {
  const [n, t, h, w, c] = x.shape;
  const [left, right] = sides;
  const images = reshaped(x, [n * t, h, w, c]);
  const pad = padding(top, bottom, left, right);
  const info = convInfo(images.shape, [1, 1, c, 1], { strides: 1, pad });
  return padded(backend, images, info, { top, bottom, left, right });
}

/** y of the filter `[i, j, k, s, t]`, before whose first tap lie `front`, `top` and `left` zeros. */
function convolve(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  [front, top, left]: readonly number[],
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const [n, depth, h, w, s] = x.shape;
  const [filterDepth, filterHeight, filterWidth, , outChannels] = filter.shape;
  const input = slicesOf(backend, x, 0, 0, [left, filterWidth - 1 - left]);
  const start = bias ?? zeros(backend, [outChannels]);
  const y = backend.makeOutput([n, depth, h, w, outChannels], 'float32');
  const few = outChannels > 1 && outChannels < 4;
  const weights = few ? transpose(backend, filter, [4, 0, 1, 2, 3]) : filter;
  const at = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const parameters = convolveParameters({
    x: at(input),
    filter: at(weights),
    start: at(start),
    y: at(y),
    images: n * depth,
    depth,
    front,
    filterDepth,
    height: h,
    outHeight: h,
    outWidth: w,
    top,
    stride: 1,
    xRow: input.shape[2] * s * FLOAT,
    xPixel: s * FLOAT,
    outChannels,
    filterHeight,
    window: filterWidth * s,
    whole: filterWidth === 1 ? 1 : 0,
  });
  const work = sizeOf(y.shape) * (sizeOf(filter.shape) / outChannels);
  runJob(backend, 'convolve', fastLoops(backend)!, parameters, work);
  if (input.dataId !== x.dataId) free(backend, input);
  if (few) free(backend, weights);
  if (!bias) free(backend, start);
  return y;
}

/** y `[n, t, h, w, out]` from x `[n, t, h, w, s]`, the filter `[i, j, k, s, out]` and a bias `[out]`. */
export const convolveVolume = (
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  bias?: tf.TensorInfo,
): tf.TensorInfo => convolve(backend, x, filter, filter.shape.slice(0, 3).map(before), bias);

/** dx: the convolution of dy with the filter turned by 180°, its channel axes swapped. */
export function volumeInputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
): tf.TensorInfo {
  const swapped = turned(backend, filter);
  const gradient = convolve(backend, dy, swapped, filter.shape.slice(0, 3).map(after));
  free(backend, swapped);
  return gradient;
}

/** dW `[i, j, k, s, out]`. */
export function volumeFilterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: number[],
): tf.TensorInfo {
  const [n, depth, h, w, outChannels] = dy.shape;
  const [filterDepth, filterHeight, filterWidth, inChannels] = filterShape;
  const sides: [number, number] = [before(filterWidth), after(filterWidth)];
  const input = slicesOf(backend, x, before(filterHeight), after(filterHeight), sides);
  const [, height, width] = input.shape;
  const lines = filterHeight * filterWidth * inChannels;
  const turn = outputsFirst(outChannels, filterWidth * inChannels);
  const gradient = zeros(backend, turn ? [filterDepth, outChannels, lines] : filterShape);
  const at = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const [xRow, dyRow] = [width * inChannels * FLOAT, w * outChannels * FLOAT];
  const parameters = filterGradientParameters({
    x: at(input),
    dy: at(dy),
    out: at(gradient),
    batch: n * depth,
    rows: h,
    columns: w,
    xImage: height * xRow,
    dyImage: h * dyRow,
    xRow,
    dyRow,
    xColumn: inChannels * FLOAT,
    xLine: xRow,
    inChannels,
    outChannels,
    filterHeight,
    filterWidth,
    filterDepth,
    front: before(filterDepth),
    depth,
  });
  const work = sizeOf(dy.shape) * filterDepth * lines;
  runJob(backend, 'filterGradient', fastLoops(backend)!, parameters, work);
  if (input.dataId !== x.dataId) free(backend, input);
  if (!turn) return gradient;
  const result = transpose(backend, gradient, [0, 2, 1]);
  free(backend, gradient);
  return reshaped(result, filterShape);
}
