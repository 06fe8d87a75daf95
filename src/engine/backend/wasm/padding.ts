/** Zeros around the images of a batch, several times faster than the shipped kernel on few channels. */
import * as tf from '@tensorflow/tfjs-core';
import { call, FLOAT, padding, type Backend, type ConvInfo } from './kernels.ts';
import { fastLoops } from './loops.ts';

/** Rows and columns of zeros around an image. */
export interface Zeros {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** x with zeros around its images, as many as the convolution wants unless it is told; x itself if none. */
export function padded(
  backend: Backend,
  x: tf.TensorInfo,
  info: ConvInfo,
  { top, bottom, left, right }: Zeros = info.padInfo,
): tf.TensorInfo {
  if (Math.max(top, bottom, left, right) === 0) return x;
  if (!fastLoops(backend) || x.shape.includes(0)) {
    const paddings = padding(top, bottom, left, right);
    return call(backend, tf.PadV2, { x }, { paddings, constantValue: 0 });
  }
  const [n, h, w, c] = x.shape;
  const [height, width] = [top + h + bottom, left + w + right];
  const result = backend.makeOutput([n, height, width, c], 'float32');
  const [to, from] = [result, x].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const { HEAPU8 } = backend.wasm;
  const { copyRows } = fastLoops(backend)!;
  const [toRow, fromRow] = [width * c * FLOAT, w * c * FLOAT];
  const start = to + top * toRow + left * c * FLOAT;
  const [toImage, fromImage] = [height * toRow, h * fromRow];
  if (left + right === 0) {
    for (let image = to; image < to + n * toImage; image += toImage) {
      HEAPU8.fill(0, image, image + top * toRow);
      HEAPU8.fill(0, image + (top + h) * toRow, image + toImage);
    }
    copyRows(start, from, n, toImage, fromImage, fromImage);
    return result;
  }
  HEAPU8.fill(0, to, to + n * toImage);
  for (let image = 0; image < n; image++) {
    copyRows(start + image * toImage, from + image * fromImage, h, toRow, fromRow, fromRow);
  }
  return result;
}
