import { beforeAll, describe, expect, it } from 'vitest';
import { experimentOn } from '../opening/ownExperiment.ts';
import { defaultExperiment, withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { validateExperiment } from '../opening/validate.ts';
import { writeNpz } from '../files/npz.ts';
import { openDataFile, type OwnData } from '../files/ownData.ts';
import { randomStream } from '../random.ts';
import { chooseBackend } from '../device/choose.ts';
import { TrainingSession } from '../train/session.ts';
import { fromNetworkOrder } from './dataset.ts';
import { divideSamples, fitsOwnData, ownDataSets, OwnSamples } from './own.ts';
import { product } from '../math.ts';
import { specOf, withSpec } from '../experiment/network.ts';

const SAMPLES = 10;
const random = randomStream(3, 'own data');
const values = (count: number) =>
  Float32Array.from({ length: count }, () => random.uniform() - 0.5);

const openNpz = (inputs: number[], outputs: number[], names = ['parameters', 'fields']) => {
  const given = values(product(inputs));
  const made = values(product(outputs));
  const bytes = writeNpz({
    [names[0]]: { shape: inputs, data: given },
    [names[1]]: { shape: outputs, data: made },
  });
  return openDataFile('own.npz', bytes);
};

const small = (own: OwnData, changes: Record<string, unknown> = {}): Experiment =>
  Object.entries(changes).reduce<Experiment>(
    (experiment, [key, value]) => withValue(experiment, key, value),
    experimentOn(own, withValue(defaultExperiment, 'data', { train: 6, test: 2, seed: 1 })),
  );

describe('sets of own data', () => {
  it.each(['channels', 'axis'])('with times as %s hold the fields of the file', async (time) => {
    const own = await openNpz([SAMPLES, 3], [SAMPLES, 4, 8, 8]);
    const experiment = small(own, { 'task.time': time });
    expect(validateExperiment(experiment)).toEqual([]);
    const sets = ownDataSets(own, experiment);
    const { test } = sets;
    for (let k = 0; k < 2; k++) {
      const stored = test.fields.subarray(k * test.size, (k + 1) * test.size);
      const field = fromNetworkOrder(experiment.task, stored, sets.scaling!);
      const wanted = own.outputs.data.subarray((6 + k) * test.size, (7 + k) * test.size);
      field.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 5));
    }
    expect(sets.train.rootMeanSquare()).toBeCloseTo(1, 5);
  });

  it('normalise numbers by the training set alone', async () => {
    const own = await openNpz([SAMPLES, 3], [SAMPLES, 1, 8, 8]);
    const { train } = ownDataSets(own, small(own));
    for (let p = 0; p < 3; p++) {
      const column = [...train.inputs].filter((_, i) => i % 3 === p);
      expect(Math.min(...column)).toBeCloseTo(-1, 6);
      expect(Math.max(...column)).toBeCloseTo(1, 6);
    }
  });

  it('put channels of a field last, each with its own mean and deviation', async () => {
    const own = await openNpz([SAMPLES, 2, 4, 4], [SAMPLES, 1, 4, 4], ['inputs', 'outputs']);
    const experiment = small(own);
    const samples = new OwnSamples(own, experiment);
    const given = own.inputs.data.subarray(32, 64);
    const input = samples.input(1);
    const { mean, unit } = samples.scaling.input;
    const scaled = (value: number, c: number) => (value - mean[c]) / unit[c];
    expect(mean).toHaveLength(2);
    [0, 16, 1].forEach((at, i) =>
      expect(input[i]).toBeCloseTo(scaled(given[at], at < 16 ? 0 : 1), 5),
    );
    expect(samples.testSample(0).others).toEqual([...samples.input(6)]);
  });
});

describe('an experiment on own data', () => {
  it.each([
    [[SAMPLES, 3], [SAMPLES, 4, 8, 8], 'generator'],
    [[SAMPLES, 1, 8, 8], [SAMPLES, 4, 8, 8], 'unet'],
    [[SAMPLES, 1, 9, 9], [SAMPLES, 4, 9, 9], 'unet'],
    [[SAMPLES, 3], [SAMPLES, 4, 15, 15], 'generator'],
  ])('from %j to %j is valid with a network that fits', async (inputs, outputs, kind) => {
    const names = inputs.length > 2 ? ['inputs', 'outputs'] : undefined;
    const own = await openNpz(inputs, outputs, names);
    const experiment = experimentOn(own, defaultExperiment);
    expect(validateExperiment(experiment)).toEqual([]);
    expect(experiment.net.kind).toBe(kind);
    expect(fitsOwnData(experiment, own)).toBe(true);
    expect(fitsOwnData(withValue(experiment, 'data.train', 11), own)).toBe(false);
  });

  it.each([
    ['', '', 'channels', 'task.kind', 'Own data needs a file first'],
    ['1x8x8', '4x6x6', 'channels', 'task.outputs', 'the same grid'],
    ['3', '5', 'channels', 'task.outputs', 'must be times'],
    ['1x8x8', '4x8x8', 'axis', 'task.time', 'can’t have time as an axis'],
  ])('inputs %j, outputs %j, times %s: says what is wrong', (inputs, outputs, time, key, text) => {
    const task = { ...defaultExperiment.task, kind: 'own', inputs, outputs, time } as const;
    const issues = validateExperiment({ ...defaultExperiment, task } as Experiment);
    expect(issues).toHaveLength(1);
    expect(issues[0].key).toBe(key);
    expect(issues[0].message).toContain(text);
  });

  it.each([
    [1000, 70],
    [70, 1000],
    [512, 512],
  ])('of %i × %i points has batches that fit into memory', (x, y) => {
    const array = (channels: number) => ({
      shape: [80, channels, x, y],
      data: new Float32Array(0),
      dtype: '<f4',
    });
    const own: OwnData = {
      inputs: array(5),
      outputs: array(1),
      inputKind: 'field',
      fingerprint: '',
      notes: [],
    };
    const before = withValue(defaultExperiment, 'training.batch', 64);
    const experiment = experimentOn(own, before);
    expect(validateExperiment(experiment)).toEqual([]);
    const { batch } = experiment.training;
    expect(batch).toBeLessThan(64);
    // Twice as many would not.
    const [issue] = validateExperiment(withValue(experiment, 'training.batch', 2 * batch));
    expect(issue.key).toBe('training.batch');
  });

  it('never divides a file into more samples than it has', () => {
    const wanted = { train: 512, test: 128, seed: 1 };
    const samples = (count: number) => ({
      inputs: { shape: [count, 1], data: new Float32Array(0), dtype: '<f4' },
    });
    for (const count of [2, 3, 9, 100, 600, 5000]) {
      const { train, test } = divideSamples(samples(count), wanted);
      expect(train).toBeGreaterThan(0);
      expect(test).toBeGreaterThan(0);
      expect(train + test).toBeLessThanOrEqual(count);
    }
    expect(divideSamples(samples(5000), wanted)).toEqual(wanted);
    const split = { train: 9000, test: 30 };
    expect(divideSamples({ ...samples(9030), split }, wanted)).toEqual({
      ...wanted,
      train: 8192,
      test: 30,
    });
  });
});

describe('training on own data', () => {
  beforeAll(async () => {
    await chooseBackend('cpu');
  });

  it('learns a linear map from field to field', async () => {
    const n = 24;
    const inputs = values(n * 64);
    // Each point minus half of its neighbour to the left; nothing lies beyond the edge.
    const outputs = inputs.map((u, i) => u - (i % 8 > 0 ? inputs[i - 1] / 2 : 0));
    const bytes = writeNpz({
      inputs: { shape: [n, 8, 8], data: inputs },
      outputs: { shape: [n, 8, 8], data: outputs },
    });
    const own = await openDataFile('linear.npz', bytes);
    const before = { ...defaultExperiment, data: { train: 16, test: 4, seed: 1 } };
    const experiment: Experiment = {
      ...experimentOn(own, before),
      net: {
        ...defaultExperiment.net,
        kind: 'propagator',
        blocks: 1,
        kernel: 3,
        activation: 'none',
        bias: 'off',
      },
    };
    experiment.training = { ...experiment.training, steps: 120, batch: 8 };
    experiment.networks = withSpec(experiment, 'a', {
      ...specOf(experiment, 'a'),
      rate: 0.05,
    }).networks;
    expect(validateExperiment(experiment)).toEqual([]);
    const sets = ownDataSets(own, experiment);
    const session = new TrainingSession(experiment, 'a', sets);
    await session.run(
      120,
      () => false,
      () => {},
    );
    const result = await session.result(
      () => false,
      () => {},
    );
    expect(result!.test).toBeLessThan(0.02);
    const samples = new OwnSamples(own, experiment);
    const forecast = await session.forecast(samples.testSample(1));
    const truth = samples.output(samples.testIndex(1));
    forecast.forEach((value, i) => expect(Math.abs(value - truth[i])).toBeLessThan(0.05));
    session.dispose();
  });
});
