/**
 * Convolution at dilation 1 to four output channels or more, with the loops of `convolutionLoops.ts`, or to
 * fewer than four, with those of `dotLoops.ts`.
 * XNNPACK, behind the shipped kernel, packs the filter anew for every filter tensor, so in every training
 * step; here nothing is packed.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { convolveParameters } from './convolveJob.ts';
import { FLOAT, transpose, type Backend, type ConvInfo } from './kernels.ts';
import { free } from '../kernelRegistry.ts';
import { fastLoops, view } from './loops.ts';
import { padded, type Zeros } from './padding.ts';
import { runJob } from './threads.ts';

/** Whether `convolveForward` can do it on this backend, and gains by it. */
export function convolvesForward(backend: Backend, info: ConvInfo): boolean {
  const { outChannels, inChannels, filterHeight, filterWidth } = info;
  // The sums to few channels run over vectors of what lies side by side, if there are as many.
  const few = outChannels < 4 && (filterWidth * inChannels >= 4 || filterHeight >= 16);
  const plain = info.dilationHeight === 1 && info.dilationWidth === 1;
  return plain && (few || outChannels >= 4) && fastLoops(backend) !== undefined;
}

/** y `[batch, height, width, t]` from x `[batch, height, width, s]`, the filter `[i, j, s, t]` and a bias `[t]`. */
export function convolveForward(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const input = padded(backend, x, info, neededPadding(info));
  const start = bias ?? backend.makeOutput([info.outChannels], 'float32');
  if (!bias) view(backend, start).fill(0);
  const y = backend.makeOutput(info.outShape, 'float32');
  const few = info.outChannels > 1 && info.outChannels < 4;
  const weights = few ? transpose(backend, filter, [3, 0, 1, 2]) : filter;
  const address = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const parameters = convolveParameters({
    x: address(input),
    filter: address(weights),
    start: address(start),
    y: address(y),
    ...geometry(info),
  });
  runJob(backend, 'convolve', fastLoops(backend)!, parameters, work(info));
  if (input !== x) free(backend, input);
  if (few) free(backend, weights);
  if (!bias) free(backend, start);
  return y;
}

/**
 * Zeros that have to be there. Above and below the image none are, unless a row of the output would see nothing
 * else: the job leaves out the rows of the filter that lie outside.
 */
function neededPadding({ filterHeight, padInfo }: ConvInfo): Zeros {
  const { top, bottom, left, right } = padInfo;
  const inside = top < filterHeight && bottom < filterHeight;
  return inside ? { top: 0, bottom: 0, left, right } : { top, bottom, left, right };
}

/** Multiply-accumulates. */
const work = (info: ConvInfo): number =>
  sizeOf(info.outShape) * info.filterHeight * info.filterWidth * info.inChannels;

/** Of a 2-way convolution: every image has one slice. */
const ONE_SLICE = { depth: 1, front: 0, filterDepth: 1 };

/** The job's parameters besides the addresses; distances in bytes. */
function geometry(info: ConvInfo) {
  const { inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const { outHeight, outWidth, batchSize } = info;
  const { top, left, right } = info.padInfo;
  const zeros = neededPadding(info);
  const width = info.inWidth + left + right;
  // Where no column is skipped, rows that follow each other are one long row.
  const whole = filterWidth === 1 && strideHeight === 1 && strideWidth === 1 && width === outWidth;
  return {
    images: batchSize,
    ...ONE_SLICE,
    height: info.inHeight + zeros.top + zeros.bottom,
    outHeight,
    outWidth,
    top: top - zeros.top,
    stride: strideHeight,
    xRow: width * inChannels * FLOAT,
    xPixel: strideWidth * inChannels * FLOAT,
    outChannels,
    filterHeight,
    window: filterWidth * inChannels,
    whole: whole ? 1 : 0,
  };
}
