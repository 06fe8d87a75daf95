/**
 * The same network with stock tfjs layers only, so that it loads wherever tfjs does: every convolution has its
 * dense kernel, and paddings and upsamplings that tfjs lacks are constant dense layers along an axis.
 */
import * as tf from '@tensorflow/tfjs-core';
import { input as createInput, layers, model as createModel } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { product } from '../math.ts';
import { FormatConvolution } from 'slimwave-formats/layer';
import { Swish } from 'slimwave-formats/activation';
import { LinearUpsampling, NearestUpsampling } from 'slimwave-formats/upsampling';
import { applyAxisMap, paddingMap, upsamplingMap } from './axisMaps.ts';

const gridOf = ({ shape }: SymbolicTensor): number[] => shape.slice(1, -1) as number[];

/** A new layer of a stock class, with the weights of the old one. */
function copied(layer: layers.Layer, inputs: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  const [stock, fromConfig] = known[layer.getClassName()];
  const copy = fromConfig(stock, layer.getConfig());
  if (!(copy instanceof layers.Layer)) throw new Error(`${layer.name} is no layer.`);
  const output = copy.apply(inputs) as SymbolicTensor;
  copy.setWeights(layer.getWeights());
  return output;
}

function upsampled(layer: LinearUpsampling | NearestUpsampling, x: SymbolicTensor): SymbolicTensor {
  const kind = layer instanceof LinearUpsampling ? 'linear' : 'nearest';
  const { name, grid: wanted } = layer;
  const grid = gridOf(x);
  if (kind === 'nearest' && grid.length === 2 && !wanted) {
    return layers.upSampling2d({ size: [2, 2], name }).apply(x) as SymbolicTensor;
  }
  return grid.reduce((signal, n, axis) => {
    const map = upsamplingMap(n, kind, wanted?.[axis]);
    return applyAxisMap(signal, axis, map, `${name}_axis_${axis}`);
  }, x);
}

/**
 * Zero taps behind the kernel along an axis: at stride 2 on an even number of points, TensorFlow's 'same' puts
 * one point less in front of an odd kernel than we do, and as many in front of the next larger one.
 */
const extraTaps = (n: number, k: number, stride: number): number =>
  stride > 1 && n % stride === 0 && k % 2 === 1 ? 1 : 0;

/** A kernel with zero taps at the end of an axis; of rank 3, since pads of rank 5 are broken on WebGPU and WebGL. */
function withZeroTaps(kernel: tf.Tensor, taps: number, axis: number): tf.Tensor {
  if (taps === 0) return kernel;
  const k = kernel.shape[axis];
  const outer = product(kernel.shape.slice(0, axis));
  const flat = tf.reshape<tf.Rank.R3>(kernel, [outer, k, kernel.size / (outer * k)]);
  const longer = tf.concat([flat, tf.zeros<tf.Rank.R3>([outer, taps, flat.shape[2]])], 1);
  return tf.reshape(
    longer,
    kernel.shape.map((length, i) => (i === axis ? k + taps : length)),
  );
}

function convolved(layer: FormatConvolution, x: SymbolicTensor): SymbolicTensor {
  const { kernelSize, stride, padding, filters, useBias } = layer.settings;
  const { name } = layer;
  const grid = gridOf(x);
  const same = padding.every((kind) => kind === 'zero');
  const extra = kernelSize.map((k, axis) => (same ? extraTaps(grid[axis], k, stride) : 0));
  const padded = same
    ? x
    : grid.reduce((signal, n, axis) => {
        const map = paddingMap(n, kernelSize[axis], padding[axis]);
        return applyAxisMap(signal, axis, map, `${name}_padding_${axis}`);
      }, x);
  const config = {
    name,
    filters,
    strides: kernelSize.map(() => stride),
    padding: same ? ('same' as const) : ('valid' as const),
    useBias,
    kernelInitializer: 'zeros' as const,
  };
  const size = kernelSize.map((k, axis) => k + extra[axis]);
  const stock =
    size.length === 2
      ? layers.conv2d({ ...config, kernelSize: size })
      : layers.conv3d({ ...config, kernelSize: size });
  const output = stock.apply(padded) as SymbolicTensor;
  tf.tidy(() => {
    const kernel = extra.reduce(withZeroTaps, layer.denseKernel());
    const bias = layer.bias();
    stock.setWeights(bias ? [kernel, bias] : [kernel]);
  });
  return output;
}

/**
 * The dense equivalent of a model; it agrees with it to rounding. The model stays as it is; the caller disposes
 * of the new one.
 */
export function denseEquivalent(model: LayersModel): LayersModel {
  const made = new Map<SymbolicTensor, SymbolicTensor>();
  // The layers of a model are in the order of its graph.
  for (const layer of model.layers) {
    const { input, output } = layer;
    if (Array.isArray(output)) throw new Error(`${layer.name} has more than one output.`);
    const known = (signal: SymbolicTensor) => made.get(signal)!;
    if (layer.getClassName() === 'InputLayer') {
      made.set(output, createInput({ shape: output.shape.slice(1), name: layer.name }));
    } else if (Array.isArray(input)) {
      made.set(output, copied(layer, input.map(known)));
    } else if (layer instanceof FormatConvolution) {
      made.set(output, convolved(layer, known(input)));
    } else if (layer instanceof LinearUpsampling || layer instanceof NearestUpsampling) {
      made.set(output, upsampled(layer, known(input)));
    } else if (layer instanceof Swish) {
      const stock = layers.activation({ activation: 'swish', name: layer.name });
      made.set(output, stock.apply(known(input)) as SymbolicTensor);
    } else {
      made.set(output, copied(layer, known(input)));
    }
  }
  return createModel({
    inputs: made.get(model.inputs[0])!,
    outputs: made.get(model.outputs[0])!,
    name: `${model.name}_dense`,
  });
}
