import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadBackend } from 'slimwave-kernels/loadBackend.testing';
import { randomStream } from 'slimwave-base/random';
import { convolveDense } from './convolve.ts';
import { formatParameters, resolveRank, type Execution, type KernelShape } from './format.ts';
import { product, sum } from 'slimwave-base/math';
import { findFormat, formatIds, type FormatId } from './registry.ts';
import { FormatConvolution } from './layer.ts';
import type { Padding } from './paddings.ts';
import { cpAls } from './linalg/cp.ts';
import { projectKernel } from './projections.ts';

beforeAll(() => loadBackend('wasm'));
beforeEach(async () => {
  await tf.setBackend('cpu');
});

const shapes: fc.Arbitrary<KernelShape> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 }),
  inputs: fc.integer({ min: 1, max: 4 }),
  outputs: fc.integer({ min: 1, max: 4 }),
});

interface Options {
  execution?: Execution;
  stride?: number;
  padding?: Padding;
  seed?: number;
  useBias?: boolean;
}

function build(id: FormatId, shape: KernelShape, wanted: number, options: Options = {}) {
  const {
    execution = 'factorised',
    stride = 1,
    padding = 'zero',
    seed = 1,
    useBias = true,
  } = options;
  const { rank } = resolveRank(findFormat(id), shape, { rank: wanted });
  const layer = new FormatConvolution({
    format: id,
    filters: shape.outputs,
    kernelSize: [...shape.size],
    rank,
    execution,
    stride,
    padding: shape.size.map(() => padding),
    useBias,
    seed,
    gain: 2,
    window: 'flat',
  });
  layer.build([null, ...shape.size.map(() => 5), shape.inputs]);
  return { layer, rank };
}

/** A layer outside a model can't be disposed of; its weights can. */
const free = (layer: FormatConvolution) => tf.dispose(layer.weights.map((weight) => weight.read()));

const random = (shape: number[], seed: number): tf.Tensor => {
  const stream = randomStream(seed, 'test');
  return tf.tensor(
    Float32Array.from({ length: product(shape) }, () => stream.normal()),
    shape,
  );
};

const largest = (t: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(t)).dataSync()[0]);

describe.each(formatIds)('%s layer', (id) => {
  it('has exactly the counted parameters', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 6 }), (shape, wanted) => {
        const { layer, rank } = build(id, shape, wanted);
        const counted = formatParameters(findFormat(id), shape, rank) + shape.outputs;
        expect(layer.countParams()).toBe(counted);
        free(layer);
      }),
      { numRuns: 100 },
    );
  });

  it('computes the convolution with its reconstructed kernel, whatever the stride and padding', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom<1 | 2>(1, 2),
        fc.constantFrom<Padding>('zero', 'circular', 'odd'),
        fc.boolean(),
        (shape, wanted, stride, padding, useBias) => {
          const { layer } = build(id, shape, wanted, { stride, padding, useBias });
          const { layer: rebuilt } = build(id, shape, wanted, {
            stride,
            padding,
            useBias,
            execution: 'reconstructed',
          });
          tf.tidy(() => {
            const x = random([2, ...shape.size.map((_, i) => 4 + i), shape.inputs], 3);
            const kinds = shape.size.map(() => padding);
            const dense = convolveDense(x, layer.denseKernel(), { stride, padding: kinds });
            for (const one of [layer, rebuilt]) {
              const out = one.call(x);
              expect(out.shape).toEqual(layer.computeOutputShape(x.shape));
              const scale = Math.max(1, largest(dense));
              expect(largest(tf.sub(out, dense))).toBeLessThan(1e-5 * scale);
            }
          });
          free(layer);
          free(rebuilt);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('at full rank reproduces every dense kernel, where it has a rank', async () => {
    const format = findFormat(id);
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 1000 }), async (shape, seed) => {
        const full = format.maxRank(shape);
        const { layer } = build(id, shape, full);
        const wanted =
          format.ranked || id === 'classical'
            ? random([...shape.size, shape.inputs, shape.outputs], seed)
            : layer.denseKernel();
        const data = Float64Array.from(wanted.dataSync());
        layer.setFilters(await projectKernel(id, { shape: wanted.shape, data }, full, cpAls));
        tf.tidy(() => {
          const difference = tf.sub(layer.denseKernel(), wanted);
          expect(largest(difference)).toBeLessThan(1e-5 * Math.max(1, largest(wanted)));
        });
        wanted.dispose();
        free(layer);
      }),
      { numRuns: 25 },
    );
  });

  // Products of many short filters have a long tail, too.
  const manyTerms = { 'kernel-cp': 3, 'layer-cp': 400 }[id as string] ?? 24;
  it.each([
    // Few terms have a variance with a long tail; kernel CP has them once for every pair of channels.
    { size: [5, 5], inputs: 32, outputs: 32, rank: id === 'kernel-cp' ? 2 : 20 },
    { size: [3, 3, 3], inputs: 24, outputs: 24, rank: manyTerms },
    { size: [7, 7], inputs: 16, outputs: 32, rank: 24 },
  ])('starts with He’s variance: $size rank $rank', async ({ rank: wanted, ...shape }) => {
    // Large kernels: on cpu they take ten times as long.
    await tf.setBackend('wasm');
    const variances = Array.from({ length: 24 }, (_, trial) => {
      const { layer } = build(id, shape, wanted, { seed: 1 + 100 * trial });
      const variance = tf.tidy(() => tf.mean(tf.square(layer.denseKernel())).dataSync()[0]);
      free(layer);
      return variance;
    });
    const mean = sum(variances) / variances.length;
    const he = 2 / (shape.inputs * product(shape.size));
    expect(mean / he).toBeGreaterThan(0.95);
    expect(mean / he).toBeLessThan(1.05);
  });
});
