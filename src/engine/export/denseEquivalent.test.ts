import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { product } from '../math.ts';
import { formatIds } from '../formats/index.ts';
import { buildNetwork } from '../nets/build.ts';
import { randomStream } from '../random.ts';
import { denseEquivalent } from './denseEquivalent.ts';
import type { ExportFile } from './files.ts';
import { layersModelFiles } from './layersModel.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const SMALL = { 'net.width': '5', 'task.grid': '8', 'task.frames': '8', 'net.kernel': '3' };

const random = (shape: number[], seed: number): tf.Tensor => {
  const stream = randomStream(seed, 'test');
  return tf.tensor(
    Float32Array.from({ length: product(shape) }, () => stream.normal()),
    shape,
  );
};

/** A network with random biases, as after training. */
function networkFor(experiment: Experiment): LayersModel {
  const model = buildNetwork(experiment, 'a');
  model.layers.forEach((layer, i) => {
    const weights = layer.getWeights();
    if (weights.length > 0) {
      layer.setWeights(weights.map((w, k) => (w.rank === 1 ? random(w.shape, 10 * i + k) : w)));
    }
  });
  return model;
}

const load = (files: readonly ExportFile[]): Promise<LayersModel> => {
  const [json, weights] = files;
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(json.bytes));
  return loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: weights.bytes.slice().buffer,
    }),
  );
};

const inputFor = (model: LayersModel): tf.Tensor =>
  random([3, ...(model.inputs[0].shape.slice(1) as number[])], 7);

function largestDifference(a: LayersModel, b: LayersModel): number {
  const x = inputFor(a);
  const [u, v] = [a, b].map((model) => model.predict(x) as tf.Tensor);
  expect(v.shape).toEqual(u.shape);
  return tf.max(tf.abs(tf.sub(u, v))).dataSync()[0] / tf.max(tf.abs(u)).dataSync()[0];
}

const classNames = (files: readonly ExportFile[]): Set<string> => {
  const { modelTopology } = JSON.parse(new TextDecoder().decode(files[0].bytes));
  const { layers } = modelTopology.model_config?.config ?? modelTopology.config;
  return new Set(layers.map(({ class_name: name }: { class_name: string }) => name));
};

const STOCK = [
  'InputLayer',
  'Dense',
  'Reshape',
  'Activation',
  'Add',
  'Concatenate',
  'Permute',
  'UpSampling2D',
  'Conv2D',
  'Conv3D',
];

const networks: Record<string, Record<string, string>> = {
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
  'no bias, linear': { 'net.bias': 'off', 'net.activation': 'none', 'net.blocks': '2' },
};

describe.each(Object.keys(networks))('%s', (name) => {
  it.each(formatIds)(
    '%s: the saved model forecasts the same bits, its dense equivalent the same wave',
    async (format) => {
      const model = networkFor(
        experimentFrom({ ...SMALL, ...networks[name], 'a.format': format, 'a.rank': '2' }),
      );
      const saved = await layersModelFiles(model);
      expect(largestDifference(model, await load(saved))).toBe(0);

      const dense = denseEquivalent(model);
      const files = await layersModelFiles(dense);
      expect(STOCK).toEqual(expect.arrayContaining([...classNames(files)]));
      expect(new TextDecoder().decode(files[0].bytes)).not.toContain('Slimwave');
      expect(largestDifference(model, await load(files))).toBeLessThan(1e-5);
      expect(largestDifference(model, dense)).toBeLessThan(1e-5);
    },
  );
});
