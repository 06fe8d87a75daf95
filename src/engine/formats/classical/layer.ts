import * as tf from '@tensorflow/tfjs-core';
import { convolveDense } from '../convolve.ts';
import { product } from '../format.ts';
import { FormatConvolution } from '../layer.ts';

export class ClassicalConvolution extends FormatConvolution {
  static readonly className = 'SlimwaveClassicalConvolution';
  private kernel?: ReturnType<FormatConvolution['addNormal']>;

  protected override buildKernel(inputs: number): void {
    const { kernelSize, filters, gain } = this.settings;
    const std = Math.sqrt(gain / (inputs * product(kernelSize)));
    this.kernel = this.addNormal('kernel', [...kernelSize, inputs, filters], std, 0);
  }

  protected override convolve(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
    return convolveDense(x, this.kernel!.read(), bias);
  }

  override denseKernel(): tf.Tensor {
    return tf.clone(this.kernel!.read());
  }
}
tf.serialization.registerClass(ClassicalConvolution);
