import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { denseEquivalent } from './denseEquivalent.ts';
import type { ExportFile } from './files.ts';
import { layersModelFiles } from './layersModel.ts';
import { inputFor, networkFor, smallCases, smallExperiment } from './networks.testing.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

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

it.each(smallCases)(
  '%s, %s: the saved model forecasts the same bits, its dense equivalent the same wave',
  async (name, format) => {
    const model = networkFor(smallExperiment(name, format));
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
