/**
 * Filter gradient of a 2-D convolution (missing on wasm in tfjs 4.22):
 *
 *   dW[i, j, s, t] = Σ_{n,h,w} x[n, h·stride + i, w·stride + j, s] dy[n, h, w, t]
 *
 * with x padded. Read as a matrix product, Aᵀ dy, its matrix A has a column for each of (i, j, s), which is
 * x itself from another start: nothing has to be copied, transposed or skipped, whatever the stride and
 * the shape of the filter. The tiles of `loops.ts` go over it (`filterGradientJob.ts`).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { convInfo, FLOAT, reshaped, transpose, type Backend } from './kernels.ts';
import { free, type ConvAttributes, type Shape4 } from '../kernelRegistry.ts';
import { loopsFor, zeros } from './loops.ts';
import { filterGradientParameters, outputsFirst } from './filterGradientJob.ts';
import { padded } from './padding.ts';
import { runJob } from './threads.ts';

/** dW of shape `filterShape` from x and dy, `[batch, height, width, channel]`. */
export function filterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(x.shape, filterShape, { ...attributes, dilations: 1 });
  const { filterHeight, filterWidth, inChannels, outChannels, outHeight, outWidth } = info;
  const input = padded(backend, x, info);
  const [, height, width] = input.shape;
  const lines = filterHeight * filterWidth * inChannels;
  const at = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const xLine = width * inChannels * FLOAT;
  // Where the filter is as wide as the image, its rows are one long row.
  const one = xLine === filterWidth * inChannels * FLOAT;
  const rowWidth = one ? filterHeight * filterWidth : filterWidth;
  const turned = outputsFirst(outChannels, rowWidth * inChannels);
  const gradient = zeros(backend, turned ? [outChannels, lines] : filterShape);
  const dyRow = outWidth * outChannels * FLOAT;
  const parameters = filterGradientParameters({
    x: at(input),
    dy: at(dy),
    out: at(gradient),
    batch: info.batchSize,
    rows: outHeight,
    columns: outWidth,
    xImage: height * xLine,
    dyImage: outHeight * dyRow,
    xRow: info.strideHeight * xLine,
    dyRow,
    xColumn: info.strideWidth * inChannels * FLOAT,
    xLine,
    inChannels,
    outChannels,
    filterHeight: one ? 1 : filterHeight,
    filterWidth: rowWidth,
    filterDepth: 1,
    front: 0,
    depth: 1,
  });
  const work = info.batchSize * outHeight * outWidth * outChannels * lines;
  runJob(backend, 'filterGradient', loopsFor(backend), parameters, work);
  if (input !== x) free(backend, input);
  if (!turned) return gradient;
  const result = transpose(backend, gradient, [1, 0]);
  free(backend, gradient);
  return reshaped(result, filterShape);
}
