/** Small networks of every architecture, way of going on beyond the grid and upsampling, for tests of what leaves. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { formatIds, type FormatId } from 'slimwave-formats/registry';
import { product } from '../math.ts';
import { buildNetwork } from '../nets/build.ts';
import { randomStream } from '../random.ts';
import { channelsFirst, fieldsChannelsFirst } from './portable/axes.ts';

const SMALL = { 'net.width': '5', 'task.grid': '8', 'task.frames': '8', 'net.kernel': '3' };

export const random = (shape: number[], seed: number): tf.Tensor => {
  const stream = randomStream(seed, 'test');
  return tf.tensor(
    Float32Array.from({ length: product(shape) }, () => stream.normal()),
    shape,
  );
};

/** A network with random biases, as after training. */
export function networkFor(experiment: Experiment): LayersModel {
  const model = buildNetwork(experiment, 'a');
  model.layers.forEach((layer, i) => {
    const weights = layer.getWeights();
    if (weights.length > 0) {
      layer.setWeights(weights.map((w, k) => (w.rank === 1 ? random(w.shape, 10 * i + k) : w)));
    }
  });
  return model;
}

const networks = {
  generator: { 'net.kind': 'generator', 'net.blocks': '2' },
  unet: { 'net.kind': 'unet', 'net.blocks': '2' },
  resnet: { 'net.kind': 'resnet', 'net.blocks': '1' },
  'unet, 4 points': { 'net.kind': 'unet', 'net.blocks': '1', 'net.kernel': '4' },
  'generator, linear upsampling': { 'net.upsampling': 'linear', 'net.blocks': '2' },
  'generator, 3-way': { 'task.kind': 'zone-volume', 'net.blocks': '2' },
  'unet, 3-way': { 'task.kind': 'zone-volume', 'net.kind': 'unet', 'net.blocks': '1' },
  'generator, circular': { 'task.kind': 'boundary-trace', 'task.arc': '16', 'net.blocks': '2' },
  'unet, odd': { 'net.kind': 'unet', 'net.blocks': '1', 'net.padding': 'odd' },
  propagator: { 'task.kind': 'propagator', 'net.kind': 'propagator', 'net.blocks': '2' },
  'generator, 15 × 15 points': {
    'task.kind': 'own',
    'task.inputs': '3',
    'task.outputs': '4x15x15',
    'net.blocks': '2',
  },
  'generator, linear, 13 × 13 points': {
    'task.kind': 'own',
    'task.inputs': '3',
    'task.outputs': '4x13x13',
    'net.blocks': '2',
    'net.upsampling': 'linear',
  },
  'unet, 15 × 15 points': {
    'task.kind': 'own',
    'task.inputs': '2x15x15',
    'task.outputs': '4x15x15',
    'net.blocks': '2',
    'net.kind': 'unet',
  },
  'generator, 3-way, 5 × 7 × 7 points': {
    'task.kind': 'own',
    'task.inputs': '3',
    'task.outputs': '5x7x7',
    'net.blocks': '2',
    'task.time': 'axis',
  },
  'unet, 16 × 8 points': {
    'task.kind': 'own',
    'task.inputs': '2x16x8',
    'task.outputs': '4x16x8',
    'net.blocks': '2',
    'net.kind': 'unet',
  },
  'generator, 9 × 14 points': {
    'task.kind': 'own',
    'task.inputs': '3',
    'task.outputs': '2x9x14',
    'net.blocks': '2',
    'net.upsampling': 'linear',
  },
  'factor by factor': {
    'task.kind': 'propagator',
    'net.kind': 'propagator',
    'net.blocks': '2',
    'a.execution': 'factorised',
  },
  'no bias, linear': { 'net.bias': 'off', 'net.activation': 'none', 'net.blocks': '2' },
} as const satisfies Record<string, Record<string, string>>;

export type SmallNetwork = keyof typeof networks;
export const smallNetworks = Object.keys(networks) as SmallNetwork[];

export const smallExperiment = (name: SmallNetwork, format: FormatId): Experiment =>
  experimentFrom({ ...SMALL, ...networks[name], 'a.format': format, 'a.rank': '2' });

/** Random inputs for a model, the same at every call. */
export const inputFor = (model: LayersModel, count = 3): tf.Tensor =>
  random([count, ...(model.inputs[0].shape.slice(1) as number[])], 7);

/** Every network with one of the formats, and every format in a small one; `npm run bench -- exports` has all pairs. */
export const smallCases: readonly (readonly [SmallNetwork, FormatId])[] = [
  ...smallNetworks.map((name, i) => [name, formatIds[i % formatIds.length]] as const),
  ...formatIds.map((format) => ['propagator', format] as const),
  // The only format whose stages end in a sum; it is rebuilt otherwise.
  ['factor by factor', 'kernel-cp'],
];

/** What a tensor of samples holds, channels first. */
export async function channelsFirstOf(
  x: tf.Tensor,
): Promise<{ data: Float32Array; shape: number[] }> {
  const [count, ...shape] = x.shape;
  const data = fieldsChannelsFirst(await x.data<'float32'>(), count, shape);
  return { data, shape: [count, ...channelsFirst(shape)] };
}

/** Largest difference ÷ largest value of what is wanted. */
export function largestDifference(made: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let [most, scale] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(wanted[i] - made[i]);
    // NaN must not pass.
    if (!(difference <= most)) most = difference;
    scale = Math.max(scale, Math.abs(wanted[i]));
  }
  return made.length === wanted.length ? most / scale : NaN;
}
