/**
 * Convolution at dilation 1 to a multiple of four output channels, with the loops of `convolutionLoops.ts`.
 * XNNPACK, behind the shipped kernel, packs the filter anew for every filter tensor, so in every training
 * step; here nothing is packed.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvolutionTile } from './convolutionLoops.ts';
import { FLOAT, free, type Backend, type ConvInfo } from './kernels.ts';
import { fastLoops, view, type FastLoops } from './loops.ts';
import { padded } from './padding.ts';

/** Whether `convolveForward` can do it on this backend. */
export const convolvesForward = (backend: Backend, info: ConvInfo): boolean =>
  info.outChannels % 4 === 0 &&
  info.dilationHeight === 1 &&
  info.dilationWidth === 1 &&
  fastLoops(backend) !== undefined;

/** y `[batch, height, width, t]` from x `[batch, height, width, s]`, the filter `[i, j, s, t]` and a bias `[t]`. */
export function convolveForward(
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: ConvInfo,
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const input = padded(backend, x, info);
  const start = bias ?? backend.makeOutput([info.outChannels], 'float32');
  if (!bias) view(backend, start).fill(0);
  const y = backend.makeOutput(info.outShape, 'float32');
  const [xAt, filterAt, startAt, yAt] = [input, filter, start, y].map(({ dataId }) =>
    backend.getMemoryOffset(dataId),
  );
  convolve(fastLoops(backend)!, info, { x: xAt, filter: filterAt, start: startAt, y: yAt });
  if (input !== x) free(backend, input);
  if (!bias) free(backend, start);
  return y;
}

/** Runs of output pixels whose inputs lie at even distances: a row, or several where no column is skipped. */
function runsOf(info: ConvInfo, paddedWidth: number) {
  const { outHeight, outWidth, strideHeight, strideWidth, filterWidth } = info;
  const whole =
    filterWidth === 1 && strideHeight === 1 && strideWidth === 1 && paddedWidth === outWidth;
  return whole ? { rows: 1, pixels: outHeight * outWidth } : { rows: outHeight, pixels: outWidth };
}

function convolve(
  loops: FastLoops,
  info: ConvInfo,
  at: Record<'x' | 'filter' | 'start' | 'y', number>,
): void {
  const { inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const { top, bottom, left, right } = info.padInfo;
  const width = info.inWidth + left + right;
  const { rows, pixels } = runsOf(info, width);
  const [outPixel, aRow] = [outChannels * FLOAT, width * inChannels * FLOAT];
  const aPixel = strideWidth * inChannels * FLOAT;
  const image = (info.inHeight + top + bottom) * aRow;
  const columns = filterWidth * inChannels;
  const run = (tile: ConvolutionTile, groups: number, a: number, out: number, channel: number) =>
    loops.convolution[tile](
      groups,
      out + channel * FLOAT,
      outPixel,
      a,
      aPixel,
      aRow,
      at.filter + channel * FLOAT,
      outPixel,
      at.start + channel * FLOAT,
      filterHeight,
      columns,
    );
  /** All pixels of a run: in groups, then one by one. */
  const channels = (a: number, out: number, channel: number, count: 8 | 4) => {
    const group = count === 8 ? 4 : 8;
    const groups = Math.floor(pixels / group);
    const done = groups * group;
    if (groups > 0) run(count === 8 ? '4x8' : '8x4', groups, a, out, channel);
    if (done === pixels) return;
    const [from, to] = [a + done * aPixel, out + done * outPixel];
    run(count === 8 ? '1x8' : '1x4', pixels - done, from, to, channel);
  };
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < rows; row++) {
      const a = at.x + n * image + row * strideHeight * aRow;
      const out = at.y + (n * rows + row) * pixels * outPixel;
      let channel = 0;
      for (; channel + 8 <= outChannels; channel += 8) channels(a, out, channel, 8);
      if (channel < outChannels) channels(a, out, channel, 4);
    }
  }
}
