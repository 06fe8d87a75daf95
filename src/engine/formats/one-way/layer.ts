import * as tf from '@tensorflow/tfjs-core';
import { convolveAlong } from '../convolve.ts';
import { FormatConvolution } from '../layer.ts';
import { channelsBetween } from './format.ts';

/** Convolutions along axis 1, 2, …, d; filter i is stored as [k_i, M_{i−1}, M_i]. */
export class OneWayConvolution extends FormatConvolution {
  static readonly className = 'SlimwaveOneWayConvolution';
  private filters: ReturnType<FormatConvolution['addNormal']>[] = [];

  protected override buildKernel(inputs: number): void {
    const { kernelSize, filters: outputs, rank, gain } = this.settings;
    const channels = channelsBetween({ size: kernelSize, inputs, outputs }, rank);
    this.filters = kernelSize.map((k, axis) => {
      // Fan-in scaling keeps the variance along the chain; only the last filter sees the activation.
      const last = axis === kernelSize.length - 1;
      const std = Math.sqrt((last ? gain : 1) / (k * channels[axis]));
      return this.addNormal(
        `filter_${axis + 1}`,
        [k, channels[axis], channels[axis + 1]],
        std,
        axis,
      );
    });
  }

  protected override convolve(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
    return this.filters.reduce((signal, filter, axis) => {
      const last = axis === this.filters.length - 1;
      return convolveAlong(signal, filter.read() as tf.Tensor3D, axis, last ? bias : undefined);
    }, x);
  }

  override denseKernel(): tf.Tensor {
    return tf.tidy(() => {
      // [Πk, s, m] · [k, m, t] → [Πk·k, s, t], the entries in row-major order of the axes.
      const [first, ...rest] = this.filters.map((filter) => filter.read());
      const inputs = first.shape[1]!;
      const dense = rest.reduce((grown, filter) => {
        const [entries, , middle] = grown.shape;
        const [k, , outputs] = filter.shape;
        const left = tf.reshape(grown, [entries * inputs, middle]);
        const right = tf.reshape(tf.transpose(filter, [1, 0, 2]), [middle, k * outputs]);
        const pairs = tf.reshape(tf.matMul(left, right), [entries, inputs, k, outputs]);
        return tf.reshape(tf.transpose(pairs, [0, 2, 1, 3]), [entries * k, inputs, outputs]);
      }, first);
      return tf.reshape(dense, [...this.settings.kernelSize, inputs, this.settings.filters]);
    });
  }
}
tf.serialization.registerClass(OneWayConvolution);
