/** Zeros around the images of a batch, several times faster than the shipped kernel on few channels. */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { call, FLOAT, padding, type Backend, type ConvInfo } from './kernels.ts';
import { fastLoops } from './loops.ts';
import { padParameters } from './padJob.ts';
import { runJob } from './threads.ts';

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
  const [out, input] = [result, x].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const pixel = c * FLOAT;
  const parameters = padParameters({
    out,
    input,
    batch: n,
    top,
    height: h,
    bottom,
    left: left * pixel,
    bytes: w * pixel,
    right: right * pixel,
  });
  runJob(backend, 'pad', fastLoops(backend)!, parameters, { numbers: 2 * sizeOf(result.shape) });
  return result;
}
