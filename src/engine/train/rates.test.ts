import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import { experimentFrom, presets } from '../experiment/presets.ts';
import { withValue } from '../experiment/leaves.ts';
import { initialDeviations } from 'slimwave-formats/deviations';
import { findFormat, formatIds, formats } from 'slimwave-formats/registry';
import { isWeighted } from 'slimwave-formats/stage';
import { planNetwork, planNetworks } from '../nets/plan.ts';
import { ratesOf, startingModel } from './course.ts';
import { automaticRates, peakRates } from './rates.ts';

const small = {
  'task.grid': '16',
  'task.frames': '4',
  'net.width': '6',
  'net.kernel': '3',
};

describe('automatic rates', () => {
  it('change every filter of a kernel by the same share in a step, in every format and at every rank', () => {
    for (const id of formatIds) {
      for (const rank of ['1', '3', '50%']) {
        const experiment = experimentFrom({ ...small, 'b.format': id, 'b.rank': rank });
        const { kernels } = automaticRates(experiment);
        const { layers } = planNetwork(experiment, 'b');
        const rates = peakRates(experiment, 'auto', layers);
        for (const [i, layer] of layers.entries()) {
          if (layer.kind === 'dense') continue;
          const format = findFormat(layer.format);
          const weighted = format.stages(layer.shape, layer.rank).filter(isWeighted);
          const sigmas = initialDeviations(weighted, layer.shape, 1, format.evenFactors === true);
          const shares = sigmas.map((sigma, k) => rates[i][k] / sigma);
          expect(rates[i]).toHaveLength(weighted.length + 1);
          expect(shares[0] * shares.length ** 0.25).toBeCloseTo(kernels, 12);
          for (const share of shares) expect(share).toBeCloseTo(shares[0], 12);
        }
      }
    }
  });

  it('of a dense kernel follow from its fan-in alone', () => {
    const experiment = experimentFrom({ ...small, 'a.format': 'classical' });
    const { kernels, others } = automaticRates(experiment);
    const { layers } = planNetwork(experiment, 'a');
    const rates = peakRates(experiment, 'auto', layers);
    layers.forEach(({ kind, shape }, i) => {
      const expected = kind === 'dense' ? others : kernels / Math.sqrt(9 * shape.inputs);
      expect(rates[i][0]).toBeCloseTo(expected, 12);
      expect(rates[i].at(-1)).toBe(others);
    });
  });

  it('fall with the root of a batch below that of the fit, and rise with none', () => {
    const rates = (batch: number) =>
      automaticRates(experimentFrom({ ...small, 'training.batch': String(batch) }));
    expect(rates(2).kernels).toBeCloseTo(rates(8).kernels / 2, 12);
    expect(rates(2).others).toBeCloseTo(rates(8).others / 2, 12);
    expect(rates(64)).toEqual(rates(8));
  });

  it('are positive numbers for every network of every preset', () => {
    for (const { experiment } of presets) {
      for (const [, { layers }] of planNetworks(experiment)) {
        for (const rate of peakRates(experiment, 'auto', layers).flat()) {
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThan(1);
        }
      }
    }
  });

  it('leave out biases where there are none', () => {
    const experiment = experimentFrom({ ...small, 'net.bias': 'off' });
    const { layers } = planNetwork(experiment, 'a');
    const convolution = layers.findIndex(({ kind }) => kind === 'convolution');
    expect(peakRates(experiment, 'auto', layers)[convolution]).toHaveLength(1);
  });
});

it('a number is the rate of all tensors', () => {
  const experiment = experimentFrom(small);
  const { layers } = planNetwork(experiment, 'b');
  expect(new Set(peakRates(experiment, 0.02, layers).flat())).toEqual(new Set([0.02]));
});

describe('the rates of a model', () => {
  beforeAll(() => chooseBackend('cpu'));

  const kinds = {
    generator: {},
    unet: { 'net.kind': 'unet', 'net.taper': '0.5' },
    resnet: { 'net.kind': 'resnet' },
    propagator: {
      'task.kind': 'propagator',
      'net.kind': 'propagator',
      'net.activation': 'none',
      'net.bias': 'off',
    },
  } as const;
  const cases = Object.entries(kinds).flatMap(([kind, settings]) =>
    formats.map(({ id }) => [kind, id, settings] as const),
  );

  it.each(cases)('belong to their tensors: %s, %s', async (_, format, settings) => {
    const experiment = experimentFrom({
      ...small,
      ...settings,
      'b.format': format,
      'b.rank': '2',
    });
    const { kernels, others } = automaticRates(experiment);
    const model = await startingModel(experiment, 'b');
    const rates = ratesOf(model, experiment, 'auto', planNetwork(experiment, 'b'));
    expect(rates).toHaveLength(model.trainableWeights.length);
    model.trainableWeights.forEach((weight, i) => {
      const tensor = weight.read();
      const isBias = tensor.rank === 1;
      const isDense = tensor.rank === 2 && /dense/.test(weight.originalName);
      if (isBias || isDense) return expect(rates[i]).toBe(others);
      // The filters have the deviation that the rate was made from, up to the activation’s gain of at most √2 and chance.
      const deviation = tf.tidy(() => tf.sqrt(tf.mean(tf.square(tensor))).dataSync()[0]);
      const share = rates[i] / deviation;
      // A deviation over N values is itself uncertain by the share 1/√(2N).
      const chance = 3 / Math.sqrt(2 * tensor.size);
      expect(share).toBeLessThan(kernels / Math.max(0.2, 1 - chance));
      expect(share).toBeGreaterThan(kernels / (4 ** 0.25 * Math.SQRT2 * (1 + chance)));
    });
    model.dispose();
  });

  it('before a cut are those of the classical network', async () => {
    const experiment = withValue(
      experimentFrom({ ...small, 'b.format': 'one-way', 'b.rank': '2' }),
      'b.route',
      'after',
    );
    const model = await startingModel(experiment, 'b');
    const dense = experimentFrom({ ...small, 'b.format': 'classical' });
    const plan = planNetwork(dense, 'b');
    expect(ratesOf(model, experiment, 'auto', plan)).toEqual(
      peakRates(dense, 'auto', plan.layers).flat(),
    );
    model.dispose();
  });
});
