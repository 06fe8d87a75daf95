import * as tf from '@tensorflow/tfjs-core';
import { convolveDense } from '../convolve.ts';
import { product } from '../format.ts';
import { FormatConvolution } from '../layer.ts';

/** W[k₁, …, k_d, s, t] = Σ_r Π_i u^i[k_i, r, s, t]; the factors are stored as [k_i, R, s, t]. */
export class KernelCpConvolution extends FormatConvolution {
  static readonly className = 'SlimwaveKernelCpConvolution';
  private factors: ReturnType<FormatConvolution['addNormal']>[] = [];

  protected override buildKernel(inputs: number): void {
    const { kernelSize, filters, gain, rank } = this.settings;
    // The sum over r of products of d independent factors has the variance R·std^(2d) = σ².
    const sigma = Math.sqrt(gain / (inputs * product(kernelSize)));
    const std = (sigma / Math.sqrt(rank)) ** (1 / kernelSize.length);
    this.factors = kernelSize.map((k, axis) =>
      this.addNormal(`factor_${axis + 1}`, [k, rank, inputs, filters], std, axis),
    );
  }

  protected override convolve(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
    return convolveDense(x, this.denseKernel(), bias);
  }

  override denseKernel(): tf.Tensor {
    return tf.tidy(() => {
      const [, rank, inputs, filters] = this.factors[0].shape as number[];
      // Grows the product axis by axis: [Πk, R·s·t] × [k, R·s·t] → [Πk·k, R·s·t].
      const inner = rank * inputs * filters;
      let entries = 1;
      const products = this.factors.reduce<tf.Tensor | undefined>((grown, factor) => {
        const k = factor.shape[0]!;
        const next = tf.reshape(factor.read(), [1, k, inner]);
        const all = grown ? tf.mul(tf.reshape(grown, [entries, 1, inner]), next) : next;
        entries *= k;
        return all;
      }, undefined)!;
      const shape = [...this.settings.kernelSize, inputs, filters];
      if (rank === 1) return tf.reshape(products, shape);
      const terms = tf.reshape(products, [entries, rank, inputs * filters]);
      return tf.reshape(tf.sum(terms, 1), shape);
    });
  }
}
tf.serialization.registerClass(KernelCpConvolution);
