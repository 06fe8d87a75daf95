/** What a trained convolution has learnt: its kernels, their terms and singular values. */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelShape } from 'slimwave-formats/format';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import type { FormatConvolution } from 'slimwave-formats/layer';
import { isWeighted, type ConvolutionStage } from 'slimwave-formats/stage';
import type { Spectra } from './energy.ts';
import type { KernelTerms } from './terms.ts';
import { product } from '../math.ts';

export interface LayerInspection {
  name: string;
  format: FormatId;
  rank: number;
  shape: KernelShape;
  /** The dense kernel that the layer stands for, [k₁, …, k_d, s, t]. */
  kernel: Float32Array;
  /** What it stores: the filter of every stage with weights, [...size, s, t or multiplier]. */
  filters: { stage: ConvolutionStage; values: Float32Array }[];
  terms: KernelTerms;
  spectra: Spectra;
}

/** The weights as they are at this moment, whatever the training does while they are read. */
async function read(layer: FormatConvolution): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => [
    layer.denseKernel(),
    ...layer.filterTensors().map((filter) => tf.clone(filter)),
  ]);
  try {
    return await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  } finally {
    tf.dispose(tensors);
  }
}

/**
 * Reads one convolution and decomposes its kernels; `unhurried` where nothing trains meanwhile.
 * @throws LinalgError for weights that are no numbers.
 */
export async function inspectLayer(
  layer: FormatConvolution,
  unhurried: boolean,
): Promise<LayerInspection> {
  const { name, settings } = layer;
  const { format, rank, kernelSize: size, filters: outputs } = settings;
  const [kernel, ...values] = await read(layer);
  const points = product(size);
  const shape = { size, inputs: kernel.length / points / outputs, outputs };
  const stages = findFormat(format).stages(shape, rank).filter(isWeighted);
  const { spectraOf, storedTerms, svdTerms } = await import('./decompose.ts');
  const svd = await svdTerms(kernel, shape);
  return {
    name,
    format,
    rank,
    shape,
    kernel,
    filters: stages.map((stage, i) => ({ stage, values: values[i] })),
    terms: findFormat(format).storesTerms ? await storedTerms(values, shape, rank) : svd,
    spectra: spectraOf(kernel, shape, svd, unhurried),
  };
}
