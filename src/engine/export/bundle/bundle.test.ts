import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { zipSync } from 'fflate';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDataSets } from '../../data/samples.ts';
import { specOf, withSpec } from '../../experiment/network.ts';
import { experimentFrom } from '../../experiment/presets.ts';
import { readNpz } from '../../files/npz.ts';
import { formatIds } from 'slimwave-formats/registry';
import { buildNetwork } from '../../nets/build.ts';
import { planNetwork } from '../../nets/plan.ts';
import { modelKinds, type ModelKind } from '../kinds.ts';
import { smallExperiment } from '../networks.testing.ts';
import { layerCounts } from '../portable/counts.ts';
import { portableNetwork } from '../portable/read.ts';
import { modelFiles } from './bundle.ts';
import type { TrainedNetwork } from './facts.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const experiment = experimentFrom({
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
});
const sets = buildDataSets(experiment);
const errors = { relativeL2: 0.1234, relativeL1: 0.2, nrmse: 0.3, wellVrmse: 0.4 };
const result = { train: 0.0987, test: 0.1234, testErrors: { ...errors } } as never;

const filesOf = async (what: ModelKind, training: TrainedNetwork['training']) => {
  const model = buildNetwork(experiment, 'b');
  const files = await modelFiles(what, { model, experiment, id: 'b', sets, training });
  model.dispose();
  return new Map(files.map(({ name, bytes }) => [name, bytes]));
};

/** Of one of the files. */
const openArray = async (files: ReadonlyMap<string, Uint8Array>, name: string) =>
  (await readNpz(zipSync({ 'a.npy': files.get(name)! }))).get('a')!;

const text = (bytes?: Uint8Array): string => new TextDecoder().decode(bytes);

describe.each(Object.keys(modelKinds) as ModelKind[])('%s', (what) => {
  it('has a card that names every file, the counts, the errors and the link', async () => {
    const files = await filesOf(what, { step: 10, steps: 10, result });
    const card = text(files.get('README.md'));
    for (const name of files.keys()) {
      if (name !== 'README.md') expect(card).toContain(`| \`${name}\` |`);
    }
    const { parameters, macs } = planNetwork(experiment, 'b').totals;
    expect(card).toContain(`${parameters.toLocaleString('en')} parameters`);
    expect(card).toContain(`${macs.toLocaleString('en')} multiply-accumulates`);
    expect(card).toContain('| 9.87 % | 12.3 % |');
    expect(card).toContain('Trained for 10 steps.');
    expect(card).toContain(JSON.parse(text(files.get('description.json'))).link);
    expect(card).not.toMatch(/NaN|undefined|\[object/);
  });
});

it('a network that has not been measured says so', async () => {
  const card = text((await filesOf('onnx', { step: 3, steps: 10 })).get('README.md'));
  expect(card).toContain('Saved after 3 of 10 steps. The errors over whole sets had not been');
  expect(card).toMatch(/The sample in this archive: [\d.]+ % relative L2/);
});

it.each([
  [
    'before',
    'keep',
    0,
    'It has trained weights from a file (fingerprint 0123456789abcdef), and was not trained here.',
  ],
  ['before', 'train', 5, 'and was fine-tuned here. Trained for 5 steps.'],
  ['after', 'keep', 5, 'which were compressed into its format and then fine-tuned here.'],
] as const)('compressed %s training, weights of a file (%s): the card says so', async (...row) => {
  const [route, loaded, steps, sentence] = row;
  const spec = { ...specOf(experiment, 'b'), weights: '0123456789abcdef', route, loaded };
  const model = buildNetwork(experiment, 'b');
  const files = await modelFiles('weights', {
    model,
    experiment: withSpec(experiment, 'b', spec),
    id: 'b',
    sets,
    training: { step: steps, steps },
  });
  model.dispose();
  const card = text(files.find(({ name }) => name === 'README.md')?.bytes);
  expect(card).toContain(sentence);
  expect(card).toContain('opened in Slimwave with trained weights from a file');
  expect(card).not.toContain('Trained for 0 steps');
});

it('the sample is the first of the test set, in the order of the archive', async () => {
  const training = { step: 3, steps: 10 };
  const [first, last] = [await filesOf('onnx', training), await filesOf('dense', training)];
  const truth = await openArray(last, 'sample_truth.npy');
  expect(truth.shape).toEqual([1, 8, 8, 4]);
  expect(truth.data).toEqual(sets.test.fields.slice(0, 256));
  const ordered = await openArray(first, 'sample_truth.npy');
  expect(ordered.shape).toEqual([1, 4, 8, 8]);
  expect(ordered.data[1 * 64 + 5]).toBe(truth.data[5 * 4 + 1]);
  const { input, scaling, layout } = JSON.parse(text(first.get('description.json')));
  expect(layout).toBe('channels first');
  const scaled = await openArray(first, 'sample_input.npy');
  input.normalised.forEach(({ low, high }: { low: number; high: number }, p: number) => {
    const value = scaling.input.mean[p] + scaling.input.unit[p] * scaled.data[p];
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });
});

describe.each(['onnx', 'dense'] as const)('the program in %s', (what) => {
  it('loads the model, and its forecast is ours', async () => {
    // Below the packages that it imports.
    const folder = mkdtempSync(join('node_modules', '.slimwave-'));
    try {
      for (const [name, bytes] of await filesOf(what, { step: 1, steps: 1 })) {
        writeFileSync(join(folder, name), bytes);
      }
      const printed = execFileSync('node', [join(folder, 'forecast.mjs')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [, difference] = /forecast by Slimwave: (\S+)/.exec(printed)!;
      expect(Number(difference)).toBeLessThan(1e-5);
      expect(printed).toMatch(/Relative L2 error of this sample: \d\.\d+/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it.each(formatIds)('%s: the counts are those of the plan', async (format) => {
  const small = smallExperiment('unet, 3-way', format);
  const model = buildNetwork(small, 'a');
  const rows = layerCounts(await portableNetwork(model, 'factorised'));
  const { layers } = planNetwork(small, 'a');
  expect(
    rows.map(({ parameters, denseParameters, macs }) => ({ parameters, denseParameters, macs })),
  ).toEqual(
    layers.map(({ parameters, denseParameters, macs }) => ({ parameters, denseParameters, macs })),
  );
  model.dispose();
});
