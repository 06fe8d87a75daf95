import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { restField, speedField } from '../medium/sample.ts';
import { buildDataSets } from '../data/samples.ts';
import { sampleParameters } from '../data/sampling.ts';
import { toNetworkOrder, type DataSets } from '../data/dataset.ts';
import { decodeLink } from '../opening/link.ts';
import { fromArray, normalise } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { readNpz } from '../files/npz.ts';
import { readSafetensors } from '../files/safetensors.ts';
import { buildNetwork } from '../nets/build.ts';
import { planNetwork } from '../nets/plan.ts';
import { datasetFiles } from './dataset.ts';
import { modelKinds, type ModelKind } from './kinds.ts';
import { modelFiles } from './network.ts';
import { describeModel, type ModelDescription } from './description.ts';
import type { ExportFile } from './files.ts';
import type { TrainingResult } from '../train/progress.ts';
import { resultFiles } from './results.ts';
import { idsOf, type NetworkId } from '../experiment/network.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const TINY = {
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '5',
  'data.test': '3',
  'net.width': '4',
  'net.kernel': '3',
  'training.batch': '4',
  'b.format': 'one-way',
};

const TRAINED = { step: 3, steps: 10 };

const textOf = (files: readonly ExportFile[], name: string): string =>
  new TextDecoder().decode(files.find((file) => file.name === name)!.bytes);

const bytesOf = (files: readonly ExportFile[], name: string): Uint8Array =>
  files.find((file) => file.name === name)!.bytes;

describe('the files of a network', () => {
  const experiment = experimentFrom(TINY);
  const sets = buildDataSets(experiment);

  it('hold every weight under its layer’s name, and say what the layers are', async () => {
    const model = buildNetwork(experiment, 'b');
    const files = await modelFiles('weights', {
      model,
      experiment,
      id: 'b',
      sets,
      training: TRAINED,
    });
    const { tensors, metadata } = readSafetensors(bytesOf(files, 'weights.safetensors'));
    expect(tensors.size).toBe(model.weights.length);
    for (const weight of model.weights) {
      const { shape, data } = tensors.get(weight.originalName)!;
      expect(shape).toEqual(weight.shape);
      expect(data).toEqual(weight.read().dataSync());
    }
    expect(tensors.has('output/bias')).toBe(true);
    const description = JSON.parse(metadata.slimwave) as ModelDescription;
    expect(description).toEqual(JSON.parse(textOf(files, 'description.json')));
    expect(decodeLink(description.link)).toMatchObject({ experiment, notes: [] });
    expect(description.output).toEqual({
      axes: ['x', 'y', 'time'],
      metresPerUnit: sets.scaling!.unit[0],
    });
    const reshapes = description.layers.filter(({ type }) => type === 'Reshape');
    expect(reshapes.map(({ targetShape }) => targetShape)).toEqual([[2, 2, 4]]);
    const convolutions = description.layers.filter(({ format }) => format !== undefined);
    const planned = planNetwork(experiment, 'b').layers.filter(({ kind }) => kind !== 'dense');
    expect(convolutions.map(({ rank, kernelSize }) => ({ rank, kernelSize }))).toEqual(
      planned.map(({ rank, shape }) => ({ rank, kernelSize: shape.size })),
    );
  });

  it('leave no tensor behind', async () => {
    const model = buildNetwork(experiment, 'b');
    const before = tf.memory().numTensors;
    for (const what of Object.keys(modelKinds) as ModelKind[])
      await modelFiles(what, { model, experiment, id: 'b', sets, training: TRAINED });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the data set', () => {
  it.each(['zone-frames', 'zone-volume'])(
    '%s: fields in metres, parameters in SI units',
    async (kind) => {
      const experiment = experimentFrom({ ...TINY, 'task.kind': kind, 'net.blocks': '2' });
      const sets = buildDataSets(experiment);
      const arrays = await readNpz(
        bytesOf(await datasetFiles(sets, experiment, 'npz'), 'dataset.npz'),
      );
      expect([...arrays.keys()].sort()).toEqual([
        'density',
        'speed_of_sound',
        'test_fields',
        'test_parameters',
        'times',
        'train_fields',
        'train_parameters',
        'x',
        'y',
      ]);
      expect(arrays.get('times')!.data.at(-1)).toBeCloseTo(experiment.scene.duration, 6);
      for (const name of ['train', 'test'] as const) {
        const fields = arrays.get(`${name}_fields`)!;
        const { count, size, inputs, inputSize } = sets[name];
        expect(fields.shape).toEqual([count, 4, 8, 8]);
        for (let i = 0; i < count; i++) {
          const ordered = new Float32Array(size);
          const field = Float32Array.from(fields.data.subarray(i * size, (i + 1) * size));
          toNetworkOrder(experiment.task, field, ordered);
          ordered.forEach((value, k) =>
            expect(value / sets.scaling!.unit[0]).toBeCloseTo(sets[name].fields[i * size + k], 5),
          );
          const { data } = arrays.get(`${name}_parameters`)!;
          const own = fromArray([...data.subarray(i * inputSize, (i + 1) * inputSize)]);
          normalise(own, experiment).forEach((value, k) =>
            expect(value).toBeCloseTo(inputs[i * inputSize + k], 5),
          );
        }
      }
    },
  );

  it('of the propagator task has fields as inputs, and its shifted test set', async () => {
    const experiment = experimentFrom({
      ...TINY,
      'task.kind': 'propagator',
      'net.kind': 'propagator',
    });
    const files = await datasetFiles(buildDataSets(experiment), experiment, 'npz');
    const arrays = await readNpz(bytesOf(files, 'dataset.npz'));
    for (const name of ['train', 'test', 'shifted'] as const) {
      const count = name === 'train' ? 5 : 3;
      expect(arrays.get(`${name}_inputs`)!.shape).toEqual([count, 8, 8]);
      expect(arrays.get(`${name}_fields`)!.shape).toEqual([count, 8, 8]);
    }
    expect(arrays.get('times')!.data[0]).toBeCloseTo(experiment.modes.time, 6);
  });
});

it('the samples in a medium are saved in SI units, their inputs channel by channel', async () => {
  const experiment = experimentFrom({
    ...TINY,
    'task.kind': 'medium',
    'net.kind': 'resnet',
    'modes.count': '3',
  });
  const sets = buildDataSets(experiment);
  const arrays = await readNpz(bytesOf(await datasetFiles(sets, experiment, 'npz'), 'dataset.npz'));
  const { shape, data } = arrays.get('test_inputs')!;
  expect(shape).toEqual([3, 2, 8, 8]);
  const [, sample] = sampleParameters(experiment).test;
  const [field, speed] = [restField(sample, experiment, 8), speedField(sample, experiment)];
  for (let p = 0; p < 64; p++) {
    expect(data[2 * 64 + p] / 1e-3).toBeCloseTo(field[p] / 1e-3, 3);
    expect(data[3 * 64 + p]).toBeCloseTo(speed[p], 6);
  }
  expect(describedInput(sets)).toMatchObject({
    kind: 'fields',
    axes: ['x', 'y', 'channel'],
    channels: ['Input u(0) (m)', 'Medium c (m/s)'],
    mean: sets.inputScaling.mean,
    deviation: sets.inputScaling.unit,
  });

  function describedInput({ inputScaling, scaling }: DataSets) {
    const model = buildNetwork(experiment, 'a');
    const both = { input: inputScaling, output: scaling! };
    const { input } = describeModel(model, experiment, 'a', both);
    model.dispose();
    return input;
  }
});

describe('the results', () => {
  const experiment = experimentFrom(TINY);
  const outcome = (id: NetworkId) => ({
    plan: planNetwork(experiment, id),
    curve: [
      { step: 0, test: 1 },
      { step: 10, train: 0.5 },
    ],
    stepMs: NaN,
  });
  const files = resultFiles(experiment, new Map(idsOf(experiment).map((id) => [id, outcome(id)])));

  it('are the same in CSV and JSON', () => {
    const { curves, layers, comparison, link } = JSON.parse(textOf(files, 'results.json'));
    expect(decodeLink(link)).toMatchObject({ experiment, notes: [] });
    for (const [name, rows] of Object.entries({ curves, layers, comparison })) {
      const lines = textOf(files, `${name}.csv`).trimEnd().split('\r\n');
      expect(lines).toHaveLength((rows as unknown[]).length + 1);
    }
    expect(textOf(files, 'curves.csv')).toContain('a,10,0.5,\r\n');
    const counts = idsOf(experiment).map((id) => outcome(id).plan.layers.length);
    expect(layers).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  });

  it('of a series have every seed, and what they say together', () => {
    const outcomes = new Map(idsOf(experiment).map((id) => [id, outcome(id)]));
    const seedRun = (initSeed: number, a: number, b?: number) => ({
      initSeed,
      shuffleSeed: 4,
      networks: {
        a: { curve: [{ step: 3, test: a }], result: { train: a, test: a } as TrainingResult },
        b:
          b === undefined
            ? { curve: [], failure: { error: 'It diverged.', diverged: true } }
            : { curve: [], result: { train: b, test: b } as TrainingResult },
      },
    });
    const done = [seedRun(1, 0.1, 0.12), seedRun(2, 0.12, 0.14), seedRun(3, 0.1)];
    const all = resultFiles(experiment, outcomes, done);
    const json = JSON.parse(textOf(all, 'results.json'));
    expect(json.seeds).toHaveLength(6);
    expect(json.seeds[5]).toEqual({
      weights_seed: 3,
      order_seed: 4,
      network: 'b',
      failure: 'It diverged.',
    });
    expect(json.seed_curves).toHaveLength(3);
    const [a, b] = json.seed_statistics;
    expect(a).toMatchObject({ network: 'a', seeds: 3, failed: 0 });
    expect(a.test_relative_l2_mean).toBeCloseTo(0.32 / 3, 12);
    expect(b).toMatchObject({ network: 'b', failed: 1, reference: 'a', pairs: 2, better_in: 0 });
    expect(b.difference_mean).toBeCloseTo(0.02, 12);
    expect(b.verdict_text).toMatch(/diverged in 1 of 3 seeds/);
    for (const name of ['seeds', 'seed_statistics', 'seed_curves']) {
      const lines = textOf(all, `${name}.csv`).trimEnd().split('\r\n');
      expect(lines).toHaveLength(json[name].length + 1);
      expect(lines.join()).not.toMatch(/NaN|undefined/);
    }
    expect(files.map(({ name }) => name)).not.toContain('seeds.csv');
  });

  it('leave out what is not known', () => {
    expect(textOf(files, 'comparison.csv')).not.toMatch(/NaN|step_ms/);
    expect(textOf(files, 'comparison.csv')).toContain(
      `parameters,${outcome('a').plan.totals.parameters},${outcome('b').plan.totals.parameters}`,
    );
  });
});
