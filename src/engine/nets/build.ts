/** Builds the tfjs model of a network plan. */
import { initializers, input, layers, model as createModel } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { NAME as WEBGPU } from 'slimwave-kernels/webgpu/program';
import { swish } from 'slimwave-kernels/swish';
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, type NetworkSpec, specOf } from '../experiment/network.ts';
import { FormatConvolution } from 'slimwave-formats/layer';
import { Swish } from 'slimwave-formats/activation';
import { gridOf, type GraphNode } from './graph.ts';
import type { LayerPlan } from './layerPlan.ts';
import { planNetwork, type NetworkPlan } from './plan.ts';
import { LinearUpsampling, NearestUpsampling } from 'slimwave-formats/upsampling';

/** He's gain before a rectifier; swish behaves alike. */
const RECTIFIER_GAIN = 2;

/** Distance between the seeds of two layers: more than the number of weight tensors of any layer. */
const SEED_STRIDE = 16;

export type BuiltExperiment = Pick<
  Experiment,
  'scene' | 'source' | 'task' | 'net' | 'training' | 'networks'
>;

/** Names of tfjs layers must not contain spaces. */
export const layerName = (name: string): string => name.replaceAll(' ', '_');

/**
 * A dense layer whose swish is one operation on a GPU: tfjs's takes three, and seven for its gradient. Elsewhere
 * stored results were computed with tfjs's, which rounds differently.
 */
function swishInOne(dense: layers.Layer): layers.Layer {
  const { activation } = dense as unknown as { activation: { apply(x: tf.Tensor): tf.Tensor } };
  const usual = activation.apply.bind(activation);
  const isSwish = dense.getConfig().activation === 'swish';
  if (isSwish) activation.apply = (x) => (tf.getBackend() === WEBGPU ? swish(x) : usual(x));
  return dense;
}

/** Makes the tfjs layer of a node; undefined for the input. */
function layerOf(
  node: GraphNode,
  index: number,
  plan: NetworkPlan,
  { net }: BuiltExperiment,
  start: NetworkSpec['start'],
  seedOf: (layer: LayerPlan) => number,
): layers.Layer | undefined {
  const layer = plan.layers.find((candidate) => candidate.node === index)!;
  switch (node.op) {
    case 'input':
      return undefined;
    case 'dense':
      return swishInOne(
        layers.dense({
          name: layerName(node.name),
          units: node.shape[0],
          activation: net.activation === 'swish' ? 'swish' : 'linear',
          kernelInitializer: initializers.randomNormal({
            mean: 0,
            stddev: Math.sqrt(RECTIFIER_GAIN / layer.shape.inputs),
            seed: seedOf(layer),
          }),
        }),
      );
    case 'reshape':
      return layers.reshape({ targetShape: [...node.shape], name: `reshape_${index}` });
    case 'upsample': {
      const Upsampling = net.upsampling === 'linear' ? LinearUpsampling : NearestUpsampling;
      const grid = gridOf(node);
      const twice = gridOf(plan.nodes[node.from]).map((n) => 2 * n);
      // A grid that is twice the one before needs no mention, as files of earlier versions have none.
      const cut = grid.some((n, axis) => n !== twice[axis]) ? { grid } : {};
      return new Upsampling({ name: `upsampling_${index}`, ...cut });
    }
    case 'convolution':
      return new FormatConvolution({
        name: layerName(node.name),
        format: layer.format,
        filters: layer.shape.outputs,
        kernelSize: [...layer.shape.size],
        rank: layer.rank,
        execution: layer.execution,
        stride: node.stride,
        padding: [...plan.padding],
        useBias: net.bias === 'on',
        seed: seedOf(layer),
        gain: node.rectified ? RECTIFIER_GAIN : 1,
        window: start === 'centred' || start === 'focused' ? start : 'flat',
      });
    case 'activation':
      return new Swish({ name: `activation_${index}` });
    case 'add':
      return layers.add({ name: `add_${index}` });
    case 'concat':
      return layers.concatenate({ name: `concat_${index}` });
    default:
      return node satisfies never;
  }
}

/** Whether an activation, and nothing else, takes what a node gives. */
function isActivated(nodes: readonly GraphNode[], index: number): boolean {
  const takers = nodes.filter((node) => 'from' in node && [node.from].flat().includes(index));
  return takers.length === 1 && takers[0].op === 'activation';
}

/**
 * The model of a network: [batch, ...input] → [batch, ...grid, channels]. The same experiment gives the
 * same initial weights.
 */
export function buildNetwork(
  experiment: BuiltExperiment,
  id: NetworkId,
  plan = planNetwork(experiment, id),
): LayersModel {
  const seedOf = (layer: LayerPlan) =>
    1 +
    SEED_STRIDE * (plan.layers.indexOf(layer) + plan.layers.length * experiment.training.initSeed);
  const signals: SymbolicTensor[] = [];
  plan.nodes.forEach((node, index) => {
    const layer = layerOf(node, index, plan, experiment, specOf(experiment, id).start, seedOf);
    if (!layer || node.op === 'input') {
      signals.push(input({ shape: [...node.shape], name: 'input' }));
      return;
    }
    const from =
      typeof node.from === 'number' ? signals[node.from] : node.from.map((i) => signals[i]);
    if (layer instanceof FormatConvolution) layer.activated = isActivated(plan.nodes, index);
    signals.push(layer.apply(from) as SymbolicTensor);
  });
  return createModel({
    inputs: signals[0],
    outputs: signals.at(-1)!,
    name: layerName(`${experiment.net.kind}_${plan.format}`),
  });
}

/** The convolutions of a model, in order. */
export const convolutionsOf = (model: LayersModel): FormatConvolution[] =>
  model.layers.filter((layer) => layer instanceof FormatConvolution);
