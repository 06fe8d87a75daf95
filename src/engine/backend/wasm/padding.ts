/** Zeros around the images of a batch, several times faster than the shipped kernel on few channels. */
import * as tf from '@tensorflow/tfjs-core';
import { call, FLOAT, padding, type Backend, type ConvInfo } from './kernels.ts';
import { fastLoops } from './loops.ts';

/** x with the zeros around it that a convolution wants; x itself if it wants none. */
export function padded(backend: Backend, x: tf.TensorInfo, info: ConvInfo): tf.TensorInfo {
  const { top, bottom, left, right } = info.padInfo;
  if (Math.max(top, bottom, left, right) === 0) return x;
  if (!fastLoops(backend)) {
    const paddings = padding(top, bottom, left, right);
    return call(backend, tf.PadV2, { x }, { paddings, constantValue: 0 });
  }
  const [n, h, w, c] = x.shape;
  const [height, width] = [top + h + bottom, left + w + right];
  const result = backend.makeOutput([n, height, width, c], 'float32');
  const [to, from] = [result, x].map(({ dataId }) => backend.getMemoryOffset(dataId));
  backend.wasm.HEAPU8.fill(0, to, to + n * height * width * c * FLOAT);
  const { copyRows } = fastLoops(backend)!;
  const [toRow, fromRow] = [width * c * FLOAT, w * c * FLOAT];
  // Without columns of zeros, an image's rows follow each other in both.
  const [rows, bytes] = left + right === 0 ? [1, h * fromRow] : [h, fromRow];
  for (let image = 0; image < n; image++) {
    const at = to + (image * height + top) * toRow + left * c * FLOAT;
    copyRows(at, from + image * h * fromRow, rows, toRow, fromRow, bytes);
  }
  return result;
}
