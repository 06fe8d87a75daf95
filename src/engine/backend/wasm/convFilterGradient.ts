/**
 * Filter gradient of a 2-D convolution (missing on wasm in tfjs 4.22):
 *
 *   dW[i, j, s, t] = Σ_{n,h,w} x[n, h·stride + i, w·stride + j, s] dy[n, h, w, t]
 *
 * with x padded. Read as a matrix product, Aᵀ dy, its matrix A has a column for each of (i, j, s), which is
 * x itself from another start: nothing has to be copied, transposed or skipped, whatever the stride and
 * the shape of the filter. The tiles of `loops.ts` go over it.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  call,
  convInfo,
  FLOAT,
  free,
  padding,
  reshaped,
  transpose,
  type Backend,
  type ConvAttributes,
  type ConvInfo,
  type Shape4,
} from './kernels.ts';
import { loopsFor, zeros, type TileLoop } from './loops.ts';

/** Rows of x and dy that are passed over again and again should stay in the first-level cache. */
const CACHE_BYTES = 16384;

/** dW of shape `filterShape` from x and dy, `[batch, height, width, channel]`. */
export function filterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  attributes: ConvAttributes,
): tf.TensorInfo {
  const info = convInfo(x.shape, filterShape, { ...attributes, dilations: 1 });
  const padded = pad(backend, x, info);
  const gradient =
    info.outChannels < 4 ? byInput(backend, padded, dy, info) : byOutput(backend, padded, dy, info);
  if (padded !== x) free(backend, padded);
  return gradient;
}

function pad(backend: Backend, x: tf.TensorInfo, { padInfo }: ConvInfo): tf.TensorInfo {
  const { top, bottom, left, right } = padInfo;
  if (Math.max(top, bottom, left, right) === 0) return x;
  const paddings = padding(top, bottom, left, right);
  return call(backend, tf.PadV2, { x }, { paddings, constantValue: 0 });
}

/** Where a block of rows of one image starts in x and dy, and its number of rows. */
type Block = (x: number, dy: number, rows: number) => void;

function overBlocks(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: ConvInfo,
  block: Block,
): void {
  const xImage = x.shape[1] * x.shape[2] * x.shape[3] * FLOAT;
  const xRow = info.strideHeight * x.shape[2] * x.shape[3] * FLOAT;
  const dyRow = info.outWidth * info.outChannels * FLOAT;
  const height = Math.max(1, Math.floor(CACHE_BYTES / (xRow + dyRow)));
  const xAt = backend.getMemoryOffset(x.dataId);
  const dyAt = backend.getMemoryOffset(dy.dataId);
  for (let n = 0; n < info.batchSize; n++) {
    for (let h = 0; h < info.outHeight; h += height) {
      const dyBlock = dyAt + (n * info.outHeight + h) * dyRow;
      block(xAt + n * xImage + h * xRow, dyBlock, Math.min(height, info.outHeight - h));
    }
  }
}

/** Strides in bytes between the rows and the columns of x and dy that meet. */
function strides(x: tf.TensorInfo, info: ConvInfo) {
  const [, , width, channels] = x.shape;
  return {
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
  const { filterHeight, filterWidth, inChannels, outChannels, outWidth } = info;
  const gradient = zeros(backend, [filterHeight, filterWidth, inChannels, outChannels]);
  const { outer } = loopsFor(backend);
  const out = backend.getMemoryOffset(gradient.dataId);
  const { xRow, xColumn, dyRow, dyColumn } = strides(x, info);
  const window = filterWidth * inChannels;
  const lines = filterHeight * window;
  const offsets = Array.from(
    { length: lines },
    (_, line) => (Math.floor(line / window) * x.shape[2] * inChannels + (line % window)) * FLOAT,
  );
  overBlocks(backend, x, dy, info, (xAt, dyAt, rows) => {
    const run = (tile: TileLoop, line: number, channel: number, others: number) =>
      tile(
        out + (line * outChannels + channel) * FLOAT,
        dyColumn,
        xAt + offsets[line],
        xAt + offsets[line + others],
        xAt + offsets[line + 2 * others],
        xAt + offsets[line + 3 * others],
        dyAt + channel * FLOAT,
        rows,
        xRow,
        dyRow,
        outWidth,
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
  const { filterHeight, filterWidth, inChannels, outChannels, outWidth } = info;
  const byChannel = zeros(backend, [outChannels, filterHeight * filterWidth * inChannels]);
  const { outer } = loopsFor(backend);
  const out = backend.getMemoryOffset(byChannel.dataId);
  const { xRow, xColumn, dyRow, dyColumn } = strides(x, info);
  const window = filterWidth * inChannels;
  overBlocks(backend, x, dy, info, (xAt, dyAt, rows) => {
    for (let channel = 0; channel < outChannels; channel++) {
      const a = dyAt + channel * FLOAT;
      for (let i = 0; i < filterHeight; i++) {
        const to = out + (channel * filterHeight + i) * window * FLOAT;
        const from = xAt + i * x.shape[2] * inChannels * FLOAT;
        for (let k = 0; k < window;) {
          const width = ([16, 8, 4, 1] as const).find((w) => k + w <= window) ?? 1;
          const [o, b] = [to + k * FLOAT, from + k * FLOAT];
          const tile = outer[`1x${width}`];
          tile(o, 0, a, a, a, a, b, rows, dyRow, xRow, outWidth, dyColumn, xColumn);
          k += width;
        }
      }
    }
  });
  const gradient = transpose(backend, byChannel, [1, 0]);
  free(backend, byChannel);
  return reshaped(gradient, [filterHeight, filterWidth, inChannels, outChannels]);
}
