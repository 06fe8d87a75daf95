/** Weights of other programs: PyTorch's order and names, ONNX's graph, and what can't be taken over. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { withSpec } from '../experiment/network.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { encodeOnnx } from '../files/onnx/codec.ts';
import type { OnnxNode } from '../files/onnx/messages.ts';
import { floatTensor } from '../files/onnx/tensors.ts';
import { writeSafetensors, type WritableTensor } from '../files/safetensors.ts';
import { buildNetwork, layerName } from '../nets/build.ts';
import { planNetwork } from '../nets/plan.ts';
import { buildLoaded } from '../train/loaded.ts';
import {
  candidateNamed,
  candidateOf,
  type ForeignReading,
  usualForeignReading,
} from './candidate.ts';
import { memorySource } from '../files/container/memorySource.ts';
import { readModelFile } from './readModel.ts';

const readBytes = (name: string, bytes: Uint8Array) => readModelFile(memorySource(name, bytes));

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const TINY = {
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'task.grid': '8',
  'task.frames': '3',
  'net.width': '4',
  'net.kernel': '3',
  'a.format': 'classical',
};
const tiny = experimentFrom(TINY);
const scaling = { input: { mean: [0], unit: [1] }, output: { mean: [0], unit: [1] } };

function forecast(model: LayersModel): Float32Array {
  return tf.tidy(() => {
    const shape = [2, ...(model.inputs[0].shape.slice(1) as number[])];
    const x = tf.randomUniform(shape, -1, 1, 'float32', 3);
    return (model.apply(x) as tf.Tensor).dataSync<'float32'>().slice();
  });
}

/** Network A with biases. */
function trained(experiment: Experiment): LayersModel {
  const model = buildNetwork(experiment, 'a');
  tf.tidy(() =>
    model.setWeights(
      model.weights.map((weight, i) => {
        const tensor = weight.read();
        return tensor.rank > 1 ? tensor : tf.randomNormal(tensor.shape, 0, 0.1, 'float32', i);
      }),
    ),
  );
  return model;
}

/** The values of a tensor with its axes in another order. */
const ordered = (tensor: tf.Tensor, order: number[]): Pick<WritableTensor, 'shape' | 'data'> =>
  tf.tidy(() => {
    const moved = tf.transpose(tensor, order);
    return { shape: moved.shape, data: moved.dataSync<'float32'>().slice() };
  });

/** The weights as PyTorch stores them; kernels as [out, in, x, y] or [out, in, y, x], `view(batch, channel, …grid)`. */
function torchTensors(
  experiment: Experiment,
  model: LayersModel,
  nameOf: (layer: string, i: number) => string,
  axes: 'xy' | 'yx' = 'xy',
): WritableTensor[] {
  const plan = planNetwork(experiment, 'a');
  return plan.layers.flatMap(({ name, kind, node }, i) => {
    const [kernel, bias] = model.getLayer(layerName(name)).getWeights();
    const own = nameOf(name, i);
    const after = plan.nodes.find((one) => one.op === 'reshape' && one.from === node);
    if (kind === 'dense' && after) {
      const [x, y, c] = after.shape;
      const order = axes === 'xy' ? [2, 0, 1] : [2, 1, 0];
      const rows = tf.reshape(kernel, [kernel.shape[0], x, y, c]);
      const weight = ordered(rows, [...order.map((axis) => axis + 1), 0]);
      return [
        { name: `${own}.weight`, data: weight.data, shape: [x * y * c, kernel.shape[0]] },
        {
          name: `${own}.bias`,
          data: ordered(tf.reshape(bias, [x, y, c]), order).data,
          shape: [x * y * c],
        },
      ];
    }
    const spatial = axes === 'xy' ? [0, 1] : [1, 0];
    const order = kind === 'dense' ? [1, 0] : [3, 2, ...spatial];
    return [
      { name: `${own}.weight`, ...ordered(kernel, order) },
      { name: `${own}.bias`, ...ordered(bias, [0]) },
    ];
  });
}

async function loaded(
  file: Uint8Array,
  name: string,
  experiment: Experiment,
  reading?: ForeignReading,
) {
  const candidate = candidateOf(await readBytes(name, file), experiment, reading);
  const placed = withSpec(experiment, 'a', candidate.spec);
  return {
    candidate,
    model: await buildLoaded(placed, 'a', planNetwork(placed, 'a'), candidate.weights, scaling),
  };
}

describe('dense weights as PyTorch writes them', () => {
  it.each([
    ['by their order', (_: string, i: number) => `net.${i}`],
    ['by their names, whatever the order', (layer: string) => layer.replaceAll(' ', '_')],
  ])('forecast the same, found %s', async (_, nameOf) => {
    const model = trained(tiny);
    // safetensors sorts by name, in which 10 comes before 2.
    const file = writeSafetensors(torchTensors(tiny, model, nameOf).toReversed(), {});
    const back = await loaded(file, 'net.safetensors', tiny);
    expect(forecast(back.model)).toEqual(forecast(model));
    expect(back.candidate.matches![2]).toMatchObject({ layer: 'block 1', shape: [2, 4, 3, 3] });
  });

  it.each(['unet', 'resnet'])('%s', async (kind) => {
    const experiment = experimentFrom({ ...TINY, 'net.kind': kind });
    const model = trained(experiment);
    const tensors = torchTensors(experiment, model, (name) => name.replaceAll(' ', '.'));
    const back = await loaded(writeSafetensors(tensors, {}), 'net.safetensors', experiment);
    expect(forecast(back.model)).toEqual(forecast(model));
  });

  it('with rows before columns', async () => {
    const model = trained(tiny);
    const file = writeSafetensors(
      torchTensors(tiny, model, (_, i) => `layer${i}`, 'yx'),
      {},
    );
    const reading = { ...usualForeignReading, axes: 'yx' as const };
    const back = await loaded(file, 'net.safetensors', tiny, reading);
    expect(forecast(back.model)).toEqual(forecast(model));
    const usual = await loaded(file, 'net.safetensors', tiny);
    expect(forecast(usual.model)).not.toEqual(forecast(model));
    // A link names the weights as they were read: the same file is read in that way again.
    const again = await readBytes('net.safetensors', file);
    const { fingerprint } = back.candidate.weights;
    expect(candidateNamed(again, tiny, fingerprint)?.weights.fingerprint).toBe(fingerprint);
    expect(candidateNamed(again, tiny, '0123456789abcdef')).toBeUndefined();
  });

  it('that count in the values themselves', async () => {
    const model = trained(tiny);
    const file = writeSafetensors(
      torchTensors(tiny, model, (_, i) => `layer${i}`),
      {},
    );
    const { weights } = candidateOf(await readBytes('n.safetensors', file), tiny, {
      ...usualForeignReading,
      units: 'given',
    });
    expect(weights.scaling?.output).toEqual({ mean: [0], unit: [1] });
  });
});

describe('a classical network in ONNX', () => {
  function onnx(model: LayersModel, change: (node: OnnxNode) => OnnxNode = (node) => node) {
    const tensors = torchTensors(tiny, model, (_, i) => `onnx::${7 - i}`);
    const stems = tensors
      .filter((_, i) => i % 2 === 0)
      .map(({ name }) => name.replace('.weight', ''));
    return encodeOnnx({
      irVersion: 10,
      graph: {
        nodes: stems.map((stem, i) =>
          change({
            operator: i < 2 ? 'Gemm' : 'Conv',
            name: stem,
            inputs: [`x${i}`, `${stem}.weight`, `${stem}.bias`],
            outputs: [`x${i + 1}`],
            attributes: i < 2 ? [{ name: 'transB', int: 1, type: 2 }] : [],
          }),
        ),
        initializers: tensors.map(({ name, shape, data }) => floatTensor(name, shape, data)),
      },
    });
  }

  it('forecasts the same, in the order of its graph', async () => {
    const model = trained(tiny);
    const back = await loaded(onnx(model), 'net.onnx', tiny);
    expect(forecast(back.model)).toEqual(forecast(model));
  });

  it.each<[string, Partial<OnnxNode>, RegExp]>([
    ['groups', { attributes: [{ name: 'group', int: 2, type: 2 }] }, /convolution in groups/],
    ['another layer', { operator: 'ConvTranspose' }, /has the layer ConvTranspose/],
  ])('is refused with %s', async (_, other, sentence) => {
    const file = onnx(trained(tiny), (node) =>
      node.operator === 'Conv' ? { ...node, ...other } : node,
    );
    await expect(readBytes('net.onnx', file)).rejects.toThrow(sentence);
  });
});

describe('what does not fit is said with its layer and both shapes', () => {
  const model = () => torchTensors(tiny, trained(tiny), (_, i) => `layer${i}`);
  const withTensor = (i: number, patch: (tensor: WritableTensor) => WritableTensor[]) =>
    model().flatMap((tensor, k) => (k === i ? patch(tensor) : [tensor]));
  const open = async (tensors: WritableTensor[]) =>
    candidateOf(await readBytes('n.safetensors', writeSafetensors(tensors, {})), tiny);

  it.each<[string, WritableTensor[], string | RegExp]>([
    [
      'another kernel',
      withTensor(4, ({ name }) => [{ name, shape: [2, 4, 5, 5], data: new Float32Array(200) }]),
      'Layer “block 1” (3×3 from 4 to 2 channels) needs a weight of the shape [2, 4, 3, 3], and layer2.weight in the file has the shape [2, 4, 5, 5]. Set up the architecture of the file first (width, kernel size, depth).',
    ],
    [
      'a layer too few',
      withTensor(8, () => []).slice(0, 8),
      /Layer “output” .* the file has no weights left/,
    ],
    [
      'a layer too many',
      [...model(), { name: 'more.weight', shape: [1, 1, 3, 3], data: new Float32Array(9) }],
      /the file has more: more\.weight \[1, 1, 3, 3\]/,
    ],
    [
      'a normalisation',
      [...model(), { name: 'bn.running_mean', shape: [4], data: new Float32Array(4) }],
      /bn\.running_mean \[4\] belongs to no convolution/,
    ],
    [
      'NaN',
      withTensor(4, (tensor) => [
        { ...tensor, data: tensor.data.map((w, i) => (i === 3 ? NaN : w)) },
      ]),
      'n.safetensors: The weights layer2.weight are not numbers in 1 of 72 places (NaN or infinite): the network has diverged, or the file is damaged.',
    ],
    ['nothing', [], 'n.safetensors: The file has no weights at all: save the model again.'],
  ])('%s', async (_, tensors, sentence) => {
    await expect(open(tensors)).rejects.toThrow(sentence);
  });

  it('whole numbers, a file cut off, and other files', async () => {
    const file = writeSafetensors(model(), {});
    const integers = new TextDecoder('latin1').decode(file).replaceAll('"F32"', '"I32"');
    const bytes = Uint8Array.from(integers, (c) => c.charCodeAt(0));
    await expect(readBytes('q.safetensors', bytes)).rejects.toThrow(/are whole numbers \(<i4\)/);
    for (const cut of [0.2, 0.9]) {
      const part = file.subarray(0, Math.floor(cut * file.length));
      await expect(readBytes('n.safetensors', part)).rejects.toThrow(/^n\.safetensors: .+\.$/);
    }
    await expect(readBytes('n.onnx', new Uint8Array(50).fill(9))).rejects.toThrow(/^n\.onnx: /);
    const zip = zipSync({ 'model.json': new TextEncoder().encode('{}') });
    await expect(readBytes('n.zip', zip)).rejects.toThrow(/no description\.json/);
  });
});
