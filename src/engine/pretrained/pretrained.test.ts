import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleParameters } from '../data/sampling.ts';
import { chooseBackend } from '../device/choose.ts';
import { withValue } from '../experiment/leaves.ts';
import { idsOf, withSpec, specOf, type NetworkId } from '../experiment/network.ts';
import { findPreset, presets } from '../experiment/presets.ts';
import { readSafetensors } from '../files/safetensors.ts';
import { mean } from '../math.ts';
import { relativeL2OfField } from '../metrics.ts';
import { Simulator } from '../scene/simulator.ts';
import { stepsOf } from '../train/steps.ts';
import { PretrainedModels } from './models.ts';
import { pretrainedExperiment, pretrainedOf, pretrainedRecord } from './pretrained.ts';

const bytes = readFileSync(new URL('./frames.safetensors', import.meta.url));
const AGAIN = 'run “npm run -s slimwave -- pretrain”, and commit both files';

beforeAll(async () => {
  await chooseBackend('wasm');
});

describe('the networks that come with the page', () => {
  it('are those of the first preset, trained to the end of their training', () => {
    const { preset, experiment } = readSafetensors(bytes).metadata;
    expect(preset).toBe(presets[0].id);
    // Settings that are newer than the file mean by their default what was there before.
    expect(pretrainedExperiment, AGAIN).toMatchObject(JSON.parse(experiment) as object);
    for (const id of idsOf(pretrainedExperiment)) {
      expect(pretrainedRecord.networks[id]?.steps).toBe(stepsOf(pretrainedExperiment, id));
    }
  });

  it('take at most 300 kB', () => {
    expect(bytes.length).toBeLessThan(300e3);
  });

  it('have the errors that the page states', async () => {
    const models = new PretrainedModels(bytes);
    const simulator = new Simulator(pretrainedExperiment);
    const { test } = sampleParameters(pretrainedExperiment);
    const truths = test.map((parameters) => simulator.run(parameters).zone);
    for (const id of idsOf(pretrainedExperiment)) {
      const errors: number[] = [];
      for (const [i, parameters] of test.entries()) {
        const forecast = await models.forecast(id, parameters);
        errors.push(relativeL2OfField(forecast, truths[i], pretrainedRecord.unit));
      }
      expect(mean(errors) / pretrainedRecord.networks[id]!.test).toBeCloseTo(1, 3);
    }
    models.dispose();
  });

  it('refuse a file without their weights', () => {
    const none = Buffer.from(`\x02\0\0\0\0\0\0\0{}`, 'latin1');
    expect(() => new PretrainedModels(none).model('a')).toThrow('the file has no weights a/');
  });
});

describe('pretrainedOf', () => {
  const of = (experiment: typeof pretrainedExperiment, id: NetworkId) =>
    pretrainedOf(experiment, id)?.of;

  it('knows every network of the first preset', () => {
    for (const id of idsOf(pretrainedExperiment)) expect(of(pretrainedExperiment, id)).toBe(id);
    expect(of(pretrainedExperiment, 'd')).toBeUndefined();
  });

  it('does not mind how a network would be trained', () => {
    const other = withValue(
      withValue(withValue(pretrainedExperiment, 'training.steps', 5), 'a.rate', 0.01),
      'data.train',
      64,
    );
    expect(pretrainedOf(other, 'a')).toEqual(pretrainedOf(pretrainedExperiment, 'a'));
  });

  it.each([
    ['b.rank', 3],
    ['b.format', 'kernel-cp'],
    ['net.width', 32],
    ['task.frames', 8],
    ['source.width', 0.07],
    ['data.test', 64],
    ['data.seed', 2],
  ] as const)('knows none that %s has made another', (key, value) => {
    expect(of(withValue(pretrainedExperiment, key, value), 'b')).toBeUndefined();
  });

  it('keeps the others when one changes, except those that are matched to it', () => {
    const other = withValue(pretrainedExperiment, 'b.rank', 3);
    expect(of(other, 'a')).toBe('a');
    expect(of(other, 'c')).toBeUndefined();
  });

  it('finds a network under another letter', () => {
    const turned = withSpec(pretrainedExperiment, 'a', specOf(pretrainedExperiment, 'b'));
    expect(of(turned, 'a')).toBe('b');
  });

  it('knows none of other presets', () => {
    const quick = findPreset('quick')!.experiment;
    expect(idsOf(quick).map((id) => of(quick, id))).toEqual([undefined, undefined]);
  });
});
