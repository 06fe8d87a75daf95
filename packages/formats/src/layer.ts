/** The convolution layer of all formats: its weights are the filters of the format's stages. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type Shape } from '@tensorflow/tfjs-layers';
import { convolveChain } from 'slimwave-kernels/chain';
import { chainOf } from './chain.ts';
import { composeKernel } from './compose.ts';
import { applyStage, convolveDense, type ConvolutionOptions } from './convolve.ts';
import { withAhead } from 'slimwave-kernels/fusion';
import { mean } from 'slimwave-base/math';
import { initialDeviations } from './deviations.ts';
import type { Execution } from './format.ts';
import { findFormat, type FormatId } from './registry.ts';
import {
  filterShape,
  isWeighted,
  stridedGrid,
  type ConvolutionStage,
  type Stage,
} from './stage.ts';
import type { Padding } from './paddings.ts';

type LayerVariable = ReturnType<layers.Layer['addWeight']>;
type Config = tf.serialization.ConfigDict;

export type InitialWindow = 'flat' | 'centred' | 'focused';

export interface ConvolutionConfig {
  name?: string;
  format: FormatId;
  /** Output channels T. */
  filters: number;
  /** Kernel points per axis, [k₁, …, k_d]. */
  kernelSize: number[];
  rank: number;
  execution: Execution;
  /** 1 or 2, along every axis. */
  stride: number;
  /** One per axis. */
  padding: Padding[];
  useBias: boolean;
  /** Seed of the initial weights. */
  seed: number;
  /** Gain of He's initialisation: 2 before a rectifier, 1 before nothing. */
  gain: number;
  /** Whether the initial kernels are concentrated about their centre, and whether that keeps their variance. */
  window: InitialWindow;
}

/** Standard deviation of the window of centred kernels, as a share of their length. */
const WINDOW = 1 / 8;

/** The window along an axis of k points; of mean square 1 where the filter is to keep its variance. */
function windowTaps(k: number, keepsVariance: boolean): number[] {
  const taps = Array.from({ length: k }, (_, i) =>
    Math.exp(-0.5 * ((i - (k - 1) / 2) / Math.max(0.5, WINDOW * k)) ** 2),
  );
  const root = keepsVariance ? Math.sqrt(mean(taps.map((tap) => tap ** 2))) : 1;
  return taps.map((tap) => tap / root);
}

/** Fades a filter's initial values away from the centre of its kernel, along every axis. */
function centre(
  variable: LayerVariable,
  { size }: ConvolutionStage,
  kind: Exclude<InitialWindow, 'flat'>,
): void {
  tf.tidy(() => {
    const window = size.reduce<tf.Tensor>((values, k, axis) => {
      const taps = windowTaps(k, kind === 'focused');
      const shape = variable.shape.map((_, i) => (i === axis ? k : 1));
      return tf.mul(values, tf.tensor(taps, shape));
    }, tf.scalar(1));
    variable.write(tf.mul(variable.read(), window));
  });
}

/**
 * A convolution, channels last: [batch, …spatial, s] → [batch, …⌈n/stride⌉, filters], every kernel stored
 * in the format that the configuration names.
 */
export class FormatConvolution extends layers.Layer {
  static readonly className = 'SlimwaveConvolution';
  readonly settings: ConvolutionConfig;
  private stages: readonly Stage[] = [];
  private kernelWeights: LayerVariable[] = [];
  private biasWeight?: LayerVariable;
  /** Whether nothing but swish sees the output: see `fusion.ts` of slimwave-kernels. No part of what is stored of the layer. */
  activated = false;

  constructor(config: ConvolutionConfig) {
    super(config);
    this.settings = config;
  }

  private get options(): ConvolutionOptions {
    return this.settings;
  }

  override build(inputShape: Shape | Shape[]): void {
    const inputs = (inputShape as Shape).at(-1)!;
    const { format: id, kernelSize, filters, rank, gain, seed, useBias, window } = this.settings;
    const format = findFormat(id);
    const shape = { size: kernelSize, inputs, outputs: filters };
    this.stages = format.stages(shape, rank);
    const deviations = initialDeviations(this.stages, shape, gain, format.evenFactors === true);
    this.kernelWeights = this.stages.filter(isWeighted).map((stage, i) => {
      const weight = this.addWeight(
        stage.name,
        filterShape(stage),
        'float32',
        initializers.randomNormal({ mean: 0, stddev: deviations[i], seed: seed + i }),
      );
      if (window !== 'flat') centre(weight, stage, window);
      return weight;
    });
    if (useBias) {
      this.biasWeight = this.addWeight('bias', [filters], 'float32', initializers.zeros());
    }
    super.build(inputShape);
  }

  /** The filters of the weighted stages, in their order. */
  filterTensors(): tf.Tensor[] {
    return this.kernelWeights.map((weight) => weight.read());
  }

  bias(): tf.Tensor1D | undefined {
    return this.biasWeight?.read() as tf.Tensor1D | undefined;
  }

  biasVariable(): LayerVariable | undefined {
    return this.biasWeight;
  }

  /** Replaces the filters, for example by the projection of a dense kernel; flat values in order. */
  setFilters(values: readonly Float32Array[]): void {
    this.kernelWeights.forEach((weight, i) => {
      const tensor = tf.tensor(values[i], weight.shape as number[]);
      weight.write(tensor);
      tensor.dispose();
    });
  }

  /** The dense kernel [k₁, …, k_d, s, t] that this layer stands for. */
  denseKernel(): tf.Tensor {
    return tf.tidy(() =>
      tf.clone(composeKernel(this.stages, this.filterTensors(), this.settings.kernelSize)),
    );
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => withAhead(this.convolve(x)))[0];
  }

  private convolve(x: tf.Tensor): tf.Tensor {
    const bias = this.bias();
    if (this.settings.execution === 'reconstructed') {
      return convolveDense(x, this.denseKernel(), this.options, bias, this.activated);
    }
    const chain = chainOf(this.stages, this.options, x.shape);
    if (chain) {
      return convolveChain({ x, stages: chain, filters: this.filterTensors(), bias });
    }
    let weight = 0;
    return this.stages.reduce((signal, stage, i) => {
      const filter = isWeighted(stage) ? this.kernelWeights[weight++].read() : undefined;
      return i === this.stages.length - 1
        ? applyStage(signal, stage, filter, this.options, bias, this.activated)
        : applyStage(signal, stage, filter, this.options);
    }, x);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, ...rest] = inputShape as number[];
    return [batch, ...stridedGrid(rest.slice(0, -1), this.settings.stride), this.settings.filters];
  }

  override getConfig(): Config {
    const { name: _, ...settings } = this.settings;
    return { ...super.getConfig(), ...settings };
  }
}
tf.serialization.registerClass(FormatConvolution);
