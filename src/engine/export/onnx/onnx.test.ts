import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-web';
import { beforeAll, expect, it } from 'vitest';
import { decodeOnnx } from '../../files/onnx/codec.ts';
import {
  channelsFirstOf,
  inputFor,
  largestDifference,
  networkFor,
  smallCases,
  smallExperiment,
} from '../networks.testing.ts';
import { portableNetwork } from '../portable/read.ts';
import { onnxModel, type OnnxOptions } from './model.ts';

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  await tf.setBackend('cpu');
});

const PLAIN: OnnxOptions = { metadata: {} };

/** Largest difference to the model’s own forecast ÷ the largest value of that. */
async function difference(model: LayersModel, bytes: Uint8Array, count = 3): Promise<number> {
  const x = inputFor(model, count);
  const y = model.predict(x) as tf.Tensor;
  const [given, wanted] = await Promise.all([x, y].map(channelsFirstOf));
  const session = await ort.InferenceSession.create(bytes);
  const feeds = { input: new ort.Tensor('float32', given.data, given.shape) };
  const { output } = await session.run(feeds);
  await session.release();
  tf.dispose([x, y]);
  expect(output.dims).toEqual(wanted.shape);
  return largestDifference(output.data as Float32Array, wanted.data);
}

it.each(smallCases)('%s, %s: an ONNX runtime forecasts the same wave', async (name, format) => {
  const model = networkFor(smallExperiment(name, format));
  for (const kernels of ['factorised', 'dense'] as const) {
    const network = await portableNetwork(model, kernels);
    expect(await difference(model, onnxModel(network, PLAIN))).toBeLessThan(1e-5);
  }
  model.dispose();
});

it('computes the same by the newest operators that the runtime knows', async () => {
  const model = networkFor(smallExperiment('unet, odd', 'layer-cp'));
  const network = await portableNetwork(model, 'factorised');
  expect(await difference(model, onnxModel(network, { ...PLAIN, opset: 26 }))).toBeLessThan(1e-5);
});

it('with a fixed number of samples takes these and no others', async () => {
  const model = networkFor(smallExperiment('propagator', 'one-way'));
  const bytes = onnxModel(await portableNetwork(model, 'factorised'), { ...PLAIN, batch: 2 });
  expect(await difference(model, bytes, 2)).toBeLessThan(1e-5);
  await expect(difference(model, bytes, 3)).rejects.toThrow('invalid dimensions');
});

it('keeps every stage as a convolution of its own, and the parameters of the format', async () => {
  const model = networkFor(smallExperiment('propagator', 'layer-cp'));
  const { graph } = decodeOnnx(onnxModel(await portableNetwork(model, 'factorised'), PLAIN));
  const names = graph!.initializers!.map(({ name }) => name);
  expect(names).toContain('layer_1.enter.weight');
  expect(names).toContain('output.leave.weight');
  const { length } = graph!.nodes!.filter(({ operator }) => operator === 'Conv');
  expect(length).toBe(2 * 4);
  const weights = graph!.initializers!.filter(({ name }) => /weight|bias/.test(name!));
  const stored = weights.reduce((total, { raw }) => total + raw!.length / 4, 0);
  expect(stored).toBe(model.countParams());
});
