/** Zeros around the images of a batch, several times faster than the shipped kernel on few channels. */
import * as tf from '@tensorflow/tfjs-core';
import { call, FLOAT, padding, type Backend, type ConvInfo } from './kernels.ts';
import { fastLoops } from './loops.ts';

/** x with the zeros around it that a convolution wants; x itself if it wants none. */
export function padded(backend: Backend, x: tf.TensorInfo, info: ConvInfo): tf.TensorInfo {
  const { top, bottom, left, right } = info.padInfo;
  if (Math.max(top, bottom, left, right) === 0) return x;
  if (!fastLoops(backend) || x.shape.includes(0)) {
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
  const start = to + top * toRow + left * c * FLOAT;
  const [toImage, fromImage] = [height * toRow, h * fromRow];
  if (left + right === 0) {
    copyRows(start, from, n, toImage, fromImage, fromImage);
    return result;
  }
  for (let image = 0; image < n; image++) {
    copyRows(start + image * toImage, from + image * fromImage, h, toRow, fromRow, fromRow);
  }
  return result;
}
