/**
 * Filter gradient of a 2-D convolution (missing on wasm in tfjs 4.22):
 *
 *   dW[i, j, s, t] = Σ_{n,h,w} x[n, h·stride + i, w·stride + j, s] dy[n, h, w, t]
 *
 * with x padded. Read as a matrix product, Aᵀ dy, its matrix A has a column for each of (i, j, s), which is
 * x itself from another start: nothing has to be copied, transposed or skipped, whatever the stride and
 * the shape of the filter. The tiles of `loops.ts` go over it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import {
  convInfo,
  FLOAT,
  free,
  reshaped,
  transpose,
  type Backend,
  type ConvAttributes,
  type ConvInfo,
  type Shape4,
} from './kernels.ts';
import { loopsFor, zeros, type TileLoop } from './loops.ts';
import type { Tile } from './loopsModule.ts';
import { padded } from './padding.ts';

/** What is passed over again and again, of x and dy together, should stay in the second-level cache. */
const CACHE_BYTES = 131072;

/** dW of shape `filterShape` from x and dy, `[batch, height, width, channel]`. */
export function filterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(x.shape, filterShape, { ...attributes, dilations: 1 });
  const input = padded(backend, x, info);
  const gradient =
    info.outChannels < 8 ? byInput(backend, input, dy, info) : byOutput(backend, input, dy, info);
  if (input !== x) free(backend, input);
  return gradient;
}

/** Where a block starts in x and dy, and how many images, rows and columns it has. */
type Block = (x: number, dy: number, images: number, rows: number, columns: number) => void;

/** Blocks of several whole images, or of several rows of one. */
function overBlocks(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: ConvInfo,
  block: Block,
): void {
  const { batchSize, outHeight, outWidth } = info;
  const { xImage, dyImage, xRow, dyRow, xColumn } = strides(x, info);
  const xAt = backend.getMemoryOffset(x.dataId);
  const dyAt = backend.getMemoryOffset(dy.dataId);
  const images = Math.max(1, Math.floor(CACHE_BYTES / (xImage + dyImage)));
  const height = images > 1 ? outHeight : Math.max(1, Math.floor(CACHE_BYTES / (xRow + dyRow)));
  for (let n = 0; n < batchSize; n += images) {
    for (let h = 0; h < outHeight; h += height) {
      const [a, b] = [xAt + n * xImage + h * xRow, dyAt + n * dyImage + h * dyRow];
      const [count, rows] = [Math.min(images, batchSize - n), Math.min(height, outHeight - h)];
      // Rows that follow each other in both are one long row.
      if (xRow === outWidth * xColumn) block(a, b, count, 1, rows * outWidth);
      else block(a, b, count, rows, outWidth);
    }
  }
}

/** Strides in bytes between the images, rows and columns of x and dy that meet. */
function strides(x: tf.TensorInfo, info: ConvInfo) {
  const [, height, width, channels] = x.shape;
  return {
    xImage: height * width * channels * FLOAT,
    dyImage: info.outHeight * info.outWidth * info.outChannels * FLOAT,
    xRow: info.strideHeight * width * channels * FLOAT,
    xColumn: info.strideWidth * channels * FLOAT,
    dyRow: info.outWidth * info.outChannels * FLOAT,
    dyColumn: info.outChannels * FLOAT,
  };
}

/** Vectors hold neighbouring output channels, the lines of a tile are taps and input channels. */
function byOutput(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const gradient = zeros(backend, [filterHeight, filterWidth, inChannels, outChannels]);
  const { outer } = loopsFor(backend);
  const out = backend.getMemoryOffset(gradient.dataId);
  const { xImage, dyImage, xRow, xColumn, dyRow, dyColumn } = strides(x, info);
  const window = filterWidth * inChannels;
  const lines = filterHeight * window;
  const offsets = Array.from(
    { length: lines },
    (_, line) => (Math.floor(line / window) * x.shape[2] * inChannels + (line % window)) * FLOAT,
  );
  overBlocks(backend, x, dy, info, (xAt, dyAt, images, rows, columns) => {
    const run = (tile: TileLoop, line: number, channel: number, others: number) =>
      tile(
        out + (line * outChannels + channel) * FLOAT,
        dyColumn,
        xAt + offsets[line],
        xAt + offsets[line + others],
        xAt + offsets[line + 2 * others],
        xAt + offsets[line + 3 * others],
        dyAt + channel * FLOAT,
        images,
        xImage,
        dyImage,
        rows,
        xRow,
        dyRow,
        columns,
        xColumn,
        dyColumn,
      );
    for (let channel = 0; channel < outChannels;) {
      const width = ([8, 4, 1] as const).find((w) => channel + w <= outChannels) ?? 1;
      let line = 0;
      for (; line + 4 <= lines; line += 4) run(outer[`4x${width}`], line, channel, 1);
      for (; line < lines; line++) run(outer[`1x${width}`], line, channel, 0);
      channel += width;
    }
  });
  return gradient;
}

/** The widest tile of so many lines that fits. */
const widthFor = (room: number, lines: 4 | 1): number =>
  (lines === 1 ? [16, 8, 4, 1] : [8, 4, 1]).find((width) => width <= room) ?? 1;

/**
 * For few output channels: vectors hold what lies side by side in x, the taps along the width and the input
 * channels. The gradient comes out with the output channels first.
 */
function byInput(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: ConvInfo,
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const byChannel = zeros(backend, [outChannels, filterHeight * filterWidth * inChannels]);
  const { outer } = loopsFor(backend);
  const out = backend.getMemoryOffset(byChannel.dataId);
  const { xImage, dyImage, xRow, xColumn, dyRow, dyColumn } = strides(x, info);
  const window = filterWidth * inChannels;
  const lines = filterHeight * window * FLOAT;
  overBlocks(backend, x, dy, info, (xAt, dyAt, images, rows, columns) => {
    /** One tile row of the filter for one channel, or four. */
    const channels = (channel: number, height: 4 | 1) => {
      const a = Array.from({ length: 4 }, (_, r) => dyAt + (channel + (r % height)) * FLOAT);
      for (let i = 0; i < filterHeight; i++) {
        const to = out + channel * lines + i * window * FLOAT;
        const from = xAt + i * x.shape[2] * inChannels * FLOAT;
        for (let k = 0; k < window;) {
          const width = widthFor(window - k, height);
          const [o, b] = [to + k * FLOAT, from + k * FLOAT];
          const tile = outer[`${height}x${width}` as Tile];
          const [a0, a1, a2, a3] = a;
          tile(
            o,
            lines,
            a0,
            a1,
            a2,
            a3,
            b,
            images,
            dyImage,
            xImage,
            rows,
            dyRow,
            xRow,
            columns,
            dyColumn,
            xColumn,
          );
          k += width;
        }
      }
    };
    let channel = 0;
    for (; channel + 4 <= outChannels; channel += 4) channels(channel, 4);
    for (; channel < outChannels; channel++) channels(channel, 1);
  });
  const gradient = transpose(backend, byChannel, [1, 0]);
  free(backend, byChannel);
  return reshaped(gradient, [filterHeight, filterWidth, inChannels, outChannels]);
}
