/** From a tfjs model to a portable network. */
import type * as tf from '@tensorflow/tfjs-core';
import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FormatConvolution } from 'slimwave-formats/layer';
import { findFormat } from 'slimwave-formats/registry';
import { isWeighted, type ConvolutionStage, type Stage } from 'slimwave-formats/stage';
import { Swish } from 'slimwave-formats/activation';
import { LinearUpsampling, NearestUpsampling } from 'slimwave-formats/upsampling';
import { channelsFirst, reordered } from './axes.ts';
import type {
  ConvolutionNode,
  Kernels,
  PortableConvolution,
  PortableKernel,
  PortableNetwork,
  PortableNode,
  PortableOperation,
} from './network.ts';

type Values = Float32Array;

const read = (tensor: tf.Tensor): Promise<Values> => tensor.data<'float32'>();

/** [...size of the acting axes, s, t or multiplier] → [outputs, inputs or 1, ...size of all axes]. */
function stageOf(
  { kind, name, axes, size, inputs, outputs }: ConvolutionStage,
  filter: Values,
  ways: number,
  stride: number,
): PortableConvolution {
  const [s, last] = [size.length, size.length + 1];
  const channels = kind === 'full' ? [last, s] : [s, last];
  const shape = [...size, inputs, kind === 'full' ? outputs : outputs / inputs];
  const every = Array.from({ length: ways }, (_, axis) => axis);
  return {
    kind: 'convolution',
    name,
    size: every.map((axis) => size[axes.indexOf(axis)] ?? 1),
    strides: every.map((axis) => (axes.includes(axis) ? stride : 1)),
    inputs,
    outputs,
    groups: kind === 'full' ? 1 : inputs,
    weights: reordered(filter, shape, [...channels, ...size.map((_, axis) => axis)]),
  };
}

/** Whether a chain is a sum of products of one-way filters, so that its dense kernel is easy to rebuild. */
const isSumOfProducts = (stages: readonly Stage[]): boolean =>
  stages.at(-1)!.kind === 'sum' && stages.slice(0, -1).every(({ kind }) => kind === 'depthwise');

async function kernelOf(
  layer: FormatConvolution,
  inputs: number,
  kernels: Kernels,
): Promise<PortableKernel> {
  const { kernelSize: size, filters: outputs, stride, format, rank, execution } = layer.settings;
  const shape = { size, inputs, outputs };
  if (kernels === 'dense') {
    const kernel = layer.denseKernel();
    try {
      const [stage] = findFormat('classical').stages(shape, 1).filter(isWeighted);
      return { kind: 'stages', stages: [stageOf(stage, await read(kernel), size.length, stride)] };
    } finally {
      kernel.dispose();
    }
  }
  const stages = findFormat(format).stages(shape, rank);
  const filters = await Promise.all(layer.filterTensors().map(read));
  if (execution === 'reconstructed' && isSumOfProducts(stages)) {
    const factors = stages.filter(isWeighted).map(({ name, size: [points] }, i) => ({
      name,
      points,
      values: filters[i],
    }));
    return { kind: 'products', factors, rank };
  }
  return {
    kind: 'stages',
    stages: stages.map((stage) =>
      isWeighted(stage) ? stageOf(stage, filters.shift()!, size.length, stride) : stage,
    ),
  };
}

async function convolution(
  layer: FormatConvolution,
  inputs: number,
  kernels: Kernels,
): Promise<Omit<ConvolutionNode, 'from'>> {
  const { kernelSize, filters, stride, padding, format, rank } = layer.settings;
  const bias = layer.bias();
  const dense = kernels === 'dense';
  return {
    op: 'convolution',
    kernel: await kernelOf(layer, inputs, kernels),
    format: dense ? 'classical' : format,
    rank: dense ? 1 : rank,
    inputs,
    outputs: filters,
    size: kernelSize,
    strides: kernelSize.map(() => stride),
    padding,
    bias: bias && (await read(bias)),
  };
}

/** Where the outputs of a dense layer become a grid, they are put in the order that channels first wants. */
function denseOf(
  [kernel, bias]: readonly Values[],
  inputs: number,
  target: readonly number[],
): { weights: Values; bias: Values } {
  const all = [inputs, ...target];
  const places = target.map((_, i) => i + 1);
  return {
    weights: reordered(kernel, all, [...channelsFirst(places), 0]),
    bias: reordered(bias, target, channelsFirst(target.map((_, i) => i))),
  };
}

const shapeOf = ({ shape }: SymbolicTensor): number[] => shape.slice(1) as number[];

/** The shape in which the only taker of a dense layer wants it. */
function targetOf(layer: layers.Layer, model: LayersModel): number[] {
  const output = layer.output as SymbolicTensor;
  const taker = model.layers.find(({ input }) => input === output);
  return taker?.getClassName() === 'Reshape'
    ? shapeOf(taker.output as SymbolicTensor)
    : shapeOf(output);
}

type WithoutFrom<T> = T extends unknown ? Omit<T, 'from'> : never;

async function operationOf(
  layer: layers.Layer,
  model: LayersModel,
  kernels: Kernels,
): Promise<WithoutFrom<PortableOperation>> {
  if (layer instanceof FormatConvolution) {
    return convolution(layer, shapeOf(layer.input as SymbolicTensor).at(-1)!, kernels);
  }
  if (layer instanceof LinearUpsampling) return { op: 'upsample', method: 'linear' };
  if (layer instanceof NearestUpsampling) return { op: 'upsample', method: 'nearest' };
  if (layer instanceof Swish) return { op: 'swish' };
  switch (layer.getClassName()) {
    case 'InputLayer':
      return { op: 'input' };
    case 'Reshape':
      return { op: 'reshape' };
    case 'Add':
      return { op: 'add' };
    case 'Concatenate':
      return { op: 'concat' };
    case 'Dense': {
      const weights = layer.weights.map((weight) => weight.read());
      const [inputs, outputs] = weights[0].shape;
      const values = await Promise.all(weights.map(read));
      const ordered = denseOf(values, inputs, targetOf(layer, model));
      const activated = layer.getConfig().activation === 'swish';
      return { op: 'dense', inputs, outputs, activated, ...ordered };
    }
    default:
      throw new Error(
        `A layer of the kind ${layer.getClassName()} has no place in other libraries.`,
      );
  }
}

/**
 * The network of a model made by `buildNetwork`, with the kernels as they are stored or as dense ones. The model stays as
 * it is.
 */
export async function portableNetwork(
  model: LayersModel,
  kernels: Kernels,
): Promise<PortableNetwork> {
  const ids = new Map<SymbolicTensor, number>();
  const nodes: PortableNode[] = [];
  // The layers of a model are in the order of its graph.
  for (const layer of model.layers) {
    const output = layer.output as SymbolicTensor;
    ids.set(output, nodes.length);
    const from = Array.isArray(layer.input)
      ? layer.input.map((signal) => ids.get(signal)!)
      : ids.get(layer.input);
    const operation = await operationOf(layer, model, kernels);
    const shape = channelsFirst(shapeOf(output));
    nodes.push({ ...operation, from, name: layer.name, shape } as PortableNode);
  }
  return nodes;
}
