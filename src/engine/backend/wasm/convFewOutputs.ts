/**
 * Convolution at stride 1 and dilation 1 to few output channels. XNNPACK computes output channels eight at a
 * time and wastes most of that here; with the channels first, vectors hold neighbouring columns of the
 * output instead:
 *
 *   y[n, t, h, w…] += W[t, s, i, j] x[n, s, h + i − top, w… + j]
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  call,
  FLOAT,
  free,
  padding,
  reshaped,
  transpose,
  type Backend,
  type ConvInfo,
} from './kernels.ts';
import { loopsFor, zeros } from './loops.ts';

/** y `[batch, height, width, t]` from x `[batch, height, width, s]` and the filter `[i, j, s, t]`. */
export function convolveToFew(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const { left, right } = info.padInfo;
  const padded =
    left + right === 0
      ? x
      : call(backend, tf.PadV2, { x }, { paddings: padding(0, 0, left, right), constantValue: 0 });
  const planes = transpose(backend, padded, [0, 3, 1, 2]);
  if (padded !== x) free(backend, padded);
  const weights = transpose(backend, filter, [3, 2, 0, 1]);
  const { batchSize, outChannels, outHeight, outWidth } = info;
  const y = zeros(backend, [batchSize, outChannels, outHeight, outWidth]);
  convolvePlanes(backend, planes, weights, y, info);
  free(backend, planes, weights);
  if (outChannels === 1) return reshaped(y, info.outShape);
  const result = transpose(backend, y, [0, 2, 3, 1]);
  free(backend, y);
  return result;
}

function convolvePlanes(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  y: tf.TensorInfo,
  info: ConvInfo,
): void {
  const { outer } = loopsFor(backend);
  const address = ({ dataId }: tf.TensorInfo) => backend.getMemoryOffset(dataId);
  const [xAt, filterAt, yAt] = [address(x), address(filter), address(y)];
  const { filterHeight, filterWidth, inChannels, inHeight, outChannels, outHeight, outWidth } =
    info;
  const xRow = x.shape[3] * FLOAT;
  const taps = filterHeight * filterWidth * FLOAT;
  const { top } = info.padInfo;
  const pixel = (n: number, t: number, h: number, w: number, width: 16 | 8 | 4 | 1) => {
    const out = yAt + (((n * outChannels + t) * outHeight + h) * outWidth + w) * FLOAT;
    const first = Math.max(0, top - h);
    const end = Math.min(filterHeight, inHeight + top - h);
    const run = (i: number, columns: number, aColumn: number, bColumn: number) => {
      const a = filterAt + t * inChannels * taps + i * filterWidth * FLOAT;
      const b = xAt + (n * inChannels * inHeight + h + i - top) * xRow + w * FLOAT;
      const tile = outer[`1x${width}`];
      tile(
        out,
        0,
        a,
        a,
        a,
        a,
        b,
        1,
        0,
        0,
        inChannels,
        taps,
        inHeight * xRow,
        columns,
        aColumn,
        bColumn,
      );
    };
    if (filterWidth > 1) for (let i = first; i < end; i++) run(i, filterWidth, FLOAT, FLOAT);
    else if (end > first) run(first, end - first, FLOAT, xRow);
  };
  for (let n = 0; n < info.batchSize; n++) {
    for (let t = 0; t < outChannels; t++) {
      for (let w = 0; w < outWidth;) {
        const width = ([16, 8, 4, 1] as const).find((size) => w + size <= outWidth) ?? 1;
        for (let h = 0; h < outHeight; h++) pixel(n, t, h, w, width);
        w += width;
      }
    }
  }
}
