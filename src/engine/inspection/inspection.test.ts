import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import { FormatConvolution } from 'slimwave-formats/layer';
import { findFormat, formatIds, type FormatId } from 'slimwave-formats/registry';
import { randomStream } from '../random.ts';
import { svdTerms } from './decompose.ts';
import { energyKept, rankFor } from './energy.ts';
import { inspectLayer } from './inspect.ts';
import { errorLeft, factorOf, kernelOf, runningSums } from './terms.ts';

beforeAll(async () => {
  await chooseBackend('cpu');
});

function layerOf(format: FormatId, kernelSize: number[], rank = 2): FormatConvolution {
  const layer = new FormatConvolution({
    format,
    kernelSize,
    rank,
    filters: 3,
    execution: 'factorised',
    stride: 1,
    padding: kernelSize.map(() => 'zero'),
    useBias: true,
    seed: 5,
    gain: 1,
    window: 'flat',
  });
  layer.build([null, ...kernelSize.map(() => 8), 2]);
  return layer;
}

const cases = formatIds.flatMap((format) => [
  { format, size: [5, 3] },
  { format, size: [3, 2, 4] },
]);

describe('the terms of a layer', () => {
  it.each(cases)('$format, $size: sum up to every kernel', async ({ format, size }) => {
    const { terms, kernel, shape } = await inspectLayer(layerOf(format, size), true);
    const channels = shape.inputs * shape.outputs;
    expect(terms.kind).toBe(format === 'kernel-cp' ? 'stored' : 'svd');
    expect(terms.count).toBe(format === 'kernel-cp' ? 2 : 3);
    for (let c = 0; c < channels; c++) {
      const exact = kernelOf(kernel, channels, c);
      const sums = runningSums(terms, c);
      expect(sums).toHaveLength(terms.count);
      expect(errorLeft(exact, sums.at(-1)!)).toBeLessThan(1e-5);
      // Eckart and Young: what is left is the energy of the terms that are left out.
      if (terms.kind === 'stored') continue;
      const weights = terms.weights.subarray(c * terms.count, (c + 1) * terms.count);
      sums.forEach((sum, r) => {
        expect(errorLeft(exact, sum) ** 2).toBeCloseTo(1 - energyKept(weights, r + 1), 5);
      });
    }
  });

  it('have filters of norm 1 and descending weights', async () => {
    const { terms } = await inspectLayer(layerOf('kernel-cp', [5, 3], 3), true);
    for (let kernel = 0; kernel < 6; kernel++) {
      const weights = Array.from(terms.weights.subarray(kernel * 3, kernel * 3 + 3));
      expect(weights).toEqual(weights.toSorted((p, q) => q - p));
      for (const group of [0, 1]) {
        const norm = factorOf(terms, group, kernel, 1).reduce((sum, x) => sum + x * x, 0);
        expect(norm).toBeCloseTo(1, 5);
      }
    }
  });

  it('of a zero kernel are zero and leave nothing', async () => {
    const zero = new Float32Array(9);
    const terms = await svdTerms(zero, { size: [3, 3], inputs: 1, outputs: 1 });
    expect(errorLeft(zero, runningSums(terms, 0)[0])).toBe(0);
    expect(terms.factors.every((factor) => factor.every(Number.isFinite))).toBe(true);
  });
});

describe('the spectra of a layer', () => {
  it.each(cases)(
    '$format, $size: hold the energy of the dense kernel',
    async ({ format, size }) => {
      const { spectra, kernel } = await inspectLayer(layerOf(format, size), true);
      const energy = kernel.reduce((sum, x) => sum + x * x, 0);
      for (const values of [spectra.kernels, spectra.unfolding!]) {
        expect(values.reduce((sum, x) => sum + x * x, 0) / energy).toBeCloseTo(1, 4);
      }
    },
  );

  it('show the rank of a one-way layer: the unfolding has no more', async () => {
    const { spectra } = await inspectLayer(layerOf('one-way', [5, 3], 4), true);
    expect(energyKept(spectra.unfolding!, 4)).toBeCloseTo(1, 6);
    expect(energyKept(spectra.unfolding!, 3)).toBeLessThan(1 - 1e-4);
  });

  it('leave out a large unfolding while a network trains', async () => {
    const size = [15, 15];
    const layer = layerOf('classical', size);
    expect((await inspectLayer(layer, false)).spectra.unfolding).toBeDefined();
    const wide = new FormatConvolution({ ...layer.settings, filters: 32 });
    wide.build([null, 8, 8, 32]);
    const { spectra } = await inspectLayer(wide, false);
    expect(spectra.unfolding).toBeUndefined();
    expect(spectra.kernels).toHaveLength(15);
  });
});

describe('reading a layer', () => {
  it('gives the filters with their stages and keeps no tensor', async () => {
    const layer = layerOf('one-way', [5, 3], 4);
    const before = tf.memory().numTensors;
    const { filters, shape } = await inspectLayer(layer, true);
    expect(tf.memory().numTensors).toBe(before);
    expect(shape).toEqual({ size: [5, 3], inputs: 2, outputs: 3 });
    expect(filters.map(({ stage, values }) => [stage.name, values.length])).toEqual([
      ['filter_1', 5 * 2 * 4],
      ['filter_2', 3 * 4 * 3],
    ]);
  });
});

describe('energy', () => {
  it('grows with the rank, and the rank for a share is the smallest that keeps it', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, share) => {
        const spectrum = Float32Array.from(list.toSorted((p, q) => q - p));
        const rank = rankFor(spectrum, share);
        expect(energyKept(spectrum, rank)).toBeGreaterThanOrEqual(share - 1e-6);
        if (rank > 1) expect(energyKept(spectrum, rank - 1)).toBeLessThan(share);
        expect(energyKept(spectrum, spectrum.length)).toBe(1);
      }),
    );
  });

  it('is complete for zeros', () => {
    expect(energyKept(new Float32Array(3), 1)).toBe(1);
    expect(rankFor(new Float32Array(3), 0.99)).toBe(1);
  });

  it('is claimed as exact only where the rank cuts that very unfolding', () => {
    const rankMeaning = (id: FormatId, ways: number) => findFormat(id).rankMeaning(ways);
    expect(rankMeaning('one-way', 2)).toEqual({ spectrum: 'unfolding', kept: 'exact' });
    expect(rankMeaning('one-way', 3).kept).toBe('bound');
    expect(rankMeaning('kernel-cp', 2)).toEqual({ spectrum: 'kernels', kept: 'exact' });
    expect(rankMeaning('tucker-2', 2).kept).toBe('none');
  });
});

it('the best rank-r sum is better than any other product', async () => {
  const random = randomStream(3, 'kernels');
  const kernel = Float32Array.from({ length: 15 }, () => random.uniform() - 0.5);
  const terms = await svdTerms(kernel, { size: [5, 3], inputs: 1, outputs: 1 });
  const best = errorLeft(kernel, runningSums(terms, 0)[0]);
  for (let trial = 0; trial < 20; trial++) {
    const u = Float32Array.from({ length: 5 }, () => random.uniform() - 0.5);
    const v = Float32Array.from({ length: 3 }, () => random.uniform() - 0.5);
    const product = Float32Array.from(kernel, (_, i) => u[Math.floor(i / 3)] * v[i % 3]);
    const scale =
      kernel.reduce((sum, x, i) => sum + x * product[i], 0) /
      product.reduce((sum, x) => sum + x * x, 0);
    expect(
      errorLeft(
        kernel,
        product.map((x) => scale * x),
      ),
    ).toBeGreaterThanOrEqual(best - 1e-6);
  }
});
