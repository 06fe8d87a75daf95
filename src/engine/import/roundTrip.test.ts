/** Models that leave and come back: the same forecasts, from every file and in every format. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDataSets } from '../data/samples.ts';
import type { DataSets } from '../data/dataset.ts';
import { withValue } from '../experiment/leaves.ts';
import { specOf, withSpec } from '../experiment/network.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { modelFiles } from '../export/network.ts';
import type { ModelKind } from '../export/kinds.ts';
import { formatIds } from 'slimwave-formats/registry';
import { product } from '../math.ts';
import { buildNetwork } from '../nets/build.ts';
import { planNetwork } from '../nets/plan.ts';
import { buildLoaded } from '../train/loaded.ts';
import { TrainingSession } from '../train/session.ts';
import { candidateMisfit, candidateOf, ownExperiment, type Candidate } from './candidate.ts';
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
  'task.frames': '4',
  'data.train': '5',
  'data.test': '3',
  'net.width': '4',
  'net.kernel': '3',
  'training.batch': '4',
  'training.steps': '3',
  'training.fineTune': '2',
  'b.format': 'one-way',
};

/** Samples of the tiny experiment and all that differ in networks alone. */
const tiny = experimentFrom(TINY);
const sets: DataSets = buildDataSets(tiny);
const scalingOf = (data: DataSets) => ({ input: data.inputScaling, output: data.scaling! });

/** A network with biases that are not zero, as after training. */
function trained(experiment: Experiment): LayersModel {
  const model = buildNetwork(experiment, 'b');
  tf.tidy(() => {
    const values = model.weights.map((weight, i) => {
      const tensor = weight.read();
      return tensor.rank > 1 ? tensor : tf.randomNormal(tensor.shape, 0, 0.1, 'float32', i);
    });
    model.setWeights(values);
  });
  return model;
}

const inputs = (model: LayersModel): tf.Tensor =>
  tf.randomUniform([2, ...(model.inputs[0].shape.slice(1) as number[])], -1, 1, 'float32', 3);

const forecast = (model: LayersModel): Float32Array =>
  tf.tidy(() => (model.apply(inputs(model)) as tf.Tensor).dataSync<'float32'>().slice());

/** What “Save” gives: several files are in a zip file. */
async function saved(what: ModelKind, experiment: Experiment, model: LayersModel) {
  const training = { step: 0, steps: 3 };
  const files = await modelFiles(what, { model, experiment, id: 'b', sets, training });
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])));
}

async function opened(what: ModelKind, experiment: Experiment, model: LayersModel) {
  const file = await readBytes('a.zip', await saved(what, experiment, model));
  return candidateOf(file, experiment);
}

const loadedInto = (experiment: Experiment, { weights }: Candidate) =>
  buildLoaded(experiment, 'b', planNetwork(experiment, 'b'), weights, scalingOf(sets));

const largest = (values: Float32Array): number =>
  values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);

function differences(one: Float32Array, other: Float32Array): number {
  expect(one.length).toBe(other.length);
  return largest(one.map((value, i) => value - other[i])) / largest(one);
}

describe('a model that was saved here', () => {
  const cases = formatIds.flatMap((format) =>
    (['zone-frames', 'zone-volume'] as const).map((kind) => [format, kind] as const),
  );

  it.each(cases)(
    '%s, %s: forecasts the same bits from every archive of its weights',
    async (format, kind) => {
      const experiment = experimentFrom({
        ...TINY,
        'b.format': format,
        'b.rank': '2',
        'task.kind': kind,
      });
      const model = trained(experiment);
      const before = forecast(model);
      const candidates = await Promise.all(
        (['model', 'weights', 'onnx', 'pytorch'] as const).map((what) =>
          opened(what, experiment, model),
        ),
      );
      expect(candidates[0].weights.fingerprint).toBe(candidates[1].weights.fingerprint);
      for (const candidate of candidates) {
        expect(candidate.spec).toMatchObject({ format, loaded: 'keep' });
        const back = await loadedInto(withSpec(experiment, 'b', candidate.spec), candidate);
        expect(forecast(back)).toEqual(before);
        back.dispose();
      }
      model.dispose();
    },
  );

  it.each([
    ['one-way', {}],
    ['tucker-2', { 'net.kind': 'unet', 'net.blocks': '2' }],
    ['kernel-cp', { 'net.kind': 'resnet', 'net.padding': 'circular' }],
  ])('%s with stock layers: a classical network with the same forecasts', async (format, more) => {
    const experiment = experimentFrom({ ...TINY, ...more, 'b.format': format, 'b.rank': '2' });
    const model = trained(experiment);
    const candidate = await opened('dense', experiment, model);
    expect(candidate.spec).toMatchObject({ format: 'classical', width: 'full' });
    const back = await loadedInto(withSpec(experiment, 'b', candidate.spec), candidate);
    expect(differences(forecast(model), forecast(back))).toBeLessThan(1e-5);
    back.dispose();
    model.dispose();
  });

  it('opens with its own settings, and says what keeps it from others', async () => {
    const experiment = experimentFrom(TINY);
    const candidate = await opened('weights', experiment, trained(experiment));
    // Its architecture stands in any place; a classical network is made of it there.
    expect(candidateMisfit(candidate, experiment, 'a')).toBeUndefined();
    const own = ownExperiment(candidate)!;
    expect(specOf(own, 'b').weights).toBe(candidate.weights.fingerprint);
    expect(candidateMisfit(candidate, own, 'b')).toBeUndefined();
    const wider = experimentFrom({ ...TINY, 'net.width': '6' });
    expect(candidateMisfit(candidate, wider, 'b')).toBe(
      'The network has another architecture: Width is 4 in the file and 6 in the settings.',
    );
    const finer = experimentFrom({ ...TINY, 'task.frames': '5' });
    expect(candidateMisfit(candidate, finer, 'b')).toMatch(
      /^The network was trained for another task/,
    );
  });
});

const never = () => false;

describe('a network that begins with trained weights', () => {
  /** Network B saved, and the experiment in which it begins with what was saved. */
  async function begun(more: Record<string, string> = {}) {
    const experiment = experimentFrom({ ...TINY, ...more });
    const model = trained(experiment);
    const candidate = await opened('weights', experiment, model);
    return { experiment, model, candidate, before: forecast(model) };
  }

  const sessionOf = (experiment: Experiment, { weights }: Candidate) =>
    new TrainingSession(experiment, 'b', sets, undefined, async () => {}, weights);

  it('is measured without a step where they are kept', async () => {
    const { experiment, candidate, before } = await begun();
    const session = sessionOf(withSpec(experiment, 'b', candidate.spec), candidate);
    expect(session.totalSteps).toBe(0);
    const points: object[] = [];
    await session.run(session.totalSteps, never, (progress) => points.push(...progress.points));
    expect(session.finished).toBe(true);
    expect(forecast(session.trainer.model)).toEqual(before);
    const result = await session.result(never, () => {});
    expect(points).toEqual([{ step: 0, test: result!.test }]);
    session.dispose();
  });

  it('continues from them where it is trained further', async () => {
    const { experiment, candidate, before } = await begun();
    const spec = { ...candidate.spec, loaded: 'train' as const };
    const session = sessionOf(withSpec(experiment, 'b', spec), candidate);
    const kept = sessionOf(withSpec(experiment, 'b', candidate.spec), candidate);
    await kept.run(0, never, () => {});
    const errors: (number | undefined)[] = [];
    await session.run(0, never, ({ points }) => errors.push(...points.map(({ test }) => test)));
    expect(forecast(session.trainer.model)).toEqual(before);
    expect(errors).toEqual([(await kept.result(never, () => {}))!.test]);
    await session.run(3, never, () => {});
    expect(forecast(session.trainer.model)).not.toEqual(before);
    expect(session.finished).toBe(true);
    kept.dispose();
    session.dispose();
  });

  it.each(['tensor-train', 'tucker-2', 'layer-cp', 'one-way', 'kernel-cp'] as const)(
    'compressed afterwards to %s at full rank, it forecasts the same to rounding',
    async (format) => {
      const { experiment, candidate, before } = await begun({ 'b.format': 'classical' });
      const spec = { ...candidate.spec, format, rank: { rank: 4096 }, route: 'after' as const };
      const session = sessionOf(
        withSpec({ ...experiment, training: { ...experiment.training, fineTune: 0 } }, 'b', spec),
        candidate,
      );
      await session.run(session.totalSteps, never, () => {});
      expect(session.finished).toBe(true);
      expect(session.step).toBe(0);
      expect(differences(before, forecast(session.trainer.model))).toBeLessThan(2e-4);
      session.dispose();
    },
  );

  it('compressed afterwards, it is fine-tuned from the cut on', async () => {
    const { experiment, candidate } = await begun({ 'b.format': 'classical' });
    const spec = {
      ...candidate.spec,
      format: 'one-way' as const,
      rank: { rank: 1 },
      route: 'after' as const,
    };
    const session = sessionOf(withSpec(experiment, 'b', spec), candidate);
    expect(session.totalSteps).toBe(2);
    await session.run(2, never, () => {});
    const result = await session.result(never, () => {});
    expect(result!.cut).toMatchObject({ step: 0 });
    expect(result!.cut!.after).not.toBe(result!.cut!.before);
    expect(session.step).toBe(2);
    session.dispose();
  });

  it('counts in its own units: on samples of another size the fields are the same', async () => {
    const { experiment, candidate, model } = await begun();
    const { output } = scalingOf(sets);
    const half = { input: sets.inputScaling, output: { mean: [0], unit: [output.unit[0] / 2] } };
    const placed = withSpec(experiment, 'b', candidate.spec);
    const back = await buildLoaded(placed, 'b', planNetwork(placed, 'b'), candidate.weights, half);
    const doubled = forecast(model).map((value) => 2 * value);
    expect(differences(doubled, forecast(back))).toBeLessThan(1e-6);
    back.dispose();
  });

  it('takes up other intervals of the parameters', async () => {
    const { experiment, candidate, model } = await begun();
    const placed = withSpec(
      withValue(experiment, 'source.frequency', [1, 1.3]),
      'b',
      candidate.spec,
    );
    const back = await buildLoaded(
      placed,
      'b',
      planNetwork(placed, 'b'),
      candidate.weights,
      scalingOf(sets),
    );
    // 1.3 Hz: the end of the new interval, the middle of the old one.
    const run = (one: LayersModel, frequency: number) =>
      tf.tidy(() =>
        (one.apply(tf.tensor([[0.2, -0.4, frequency]])) as tf.Tensor).dataSync<'float32'>().slice(),
      );
    expect(differences(run(model, 0), run(back, 1))).toBeLessThan(1e-5);
    back.dispose();
  });

  it('says that the file is missing, or that it is another one', async () => {
    const { experiment, candidate } = await begun();
    const session = new TrainingSession(withSpec(experiment, 'b', candidate.spec), 'b', sets);
    await expect(session.run(0, never, () => {})).rejects.toThrow(
      'The trained weights of network B are in a file that is not open: open it and train again.',
    );
  });
});

it('leaves no tensor behind', async () => {
  const model = trained(tiny);
  const candidate = await opened('weights', tiny, model);
  const { numTensors } = tf.memory();
  const placed = withSpec(tiny, 'b', { ...candidate.spec, format: 'kernel-cp' });
  (await loadedInto(placed, candidate)).dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(product(model.inputs[0].shape.slice(1) as number[])).toBe(3);
});
