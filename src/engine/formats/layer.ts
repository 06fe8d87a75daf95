/** The base of all convolution layers: everything that does not depend on the format. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type Shape } from '@tensorflow/tfjs-layers';

type LayerVariable = ReturnType<layers.Layer['addWeight']>;
type Config = tf.serialization.ConfigDict;

export interface ConvolutionConfig {
  name?: string;
  /** Output channels T. */
  filters: number;
  /** Kernel points per axis, [k₁, …, k_d]. */
  kernelSize: number[];
  rank: number;
  /** Seed of the initial weights. */
  seed: number;
  /** Gain of He's initialisation: 2 before a rectifier, 1 before nothing. */
  gain: number;
}

/**
 * A 'same' convolution with bias, channels last, stride 1. Subclasses store their kernel in a format.
 * Input [batch, …spatial, s], output [batch, …spatial, filters].
 */
export abstract class FormatConvolution extends layers.Layer {
  readonly settings: ConvolutionConfig;
  private biasWeight?: LayerVariable;

  constructor(config: ConvolutionConfig) {
    super(config);
    this.settings = config;
  }

  /** Adds the kernel's weights for s input channels. */
  protected abstract buildKernel(inputs: number): void;
  protected abstract convolve(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor;
  /** The dense kernel [k₁, …, k_d, s, t] that this layer stands for. */
  abstract denseKernel(): tf.Tensor;

  override build(inputShape: Shape | Shape[]): void {
    const inputs = (inputShape as Shape).at(-1)!;
    this.buildKernel(inputs);
    this.biasWeight = this.addWeight(
      'bias',
      [this.settings.filters],
      'float32',
      initializers.zeros(),
    );
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return this.convolve(x, this.biasWeight!.read() as tf.Tensor1D);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape).slice(0, -1), this.settings.filters];
  }

  override getConfig(): Config {
    const { filters, kernelSize, rank, seed, gain } = this.settings;
    return { ...super.getConfig(), filters, kernelSize, rank, seed, gain };
  }

  /** A weight drawn from N(0, std²); `index` keeps the draws of one layer apart. */
  protected addNormal(name: string, shape: number[], std: number, index: number): LayerVariable {
    const seed = this.settings.seed + index;
    return this.addWeight(
      name,
      shape,
      'float32',
      initializers.randomNormal({ mean: 0, stddev: std, seed }),
    );
  }
}
