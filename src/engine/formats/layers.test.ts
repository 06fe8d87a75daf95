import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import { convolveDense } from './convolve.ts';
import { product, resolveRank, type KernelShape } from './format.ts';
import { findFormat, formatIds, type FormatId } from './index.ts';
import type { FormatConvolution } from './layer.ts';
import { createConvolution } from './layers.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shapes: fc.Arbitrary<KernelShape> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 }),
  inputs: fc.integer({ min: 1, max: 4 }),
  outputs: fc.integer({ min: 1, max: 4 }),
});

function build(id: FormatId, shape: KernelShape, wanted: number, seed = 1) {
  const { rank } = resolveRank(findFormat(id), shape, { rank: wanted });
  const layer = createConvolution(id, {
    filters: shape.outputs,
    kernelSize: [...shape.size],
    rank,
    seed,
    gain: 2,
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
        const counted = findFormat(id).parameters(shape, rank) + shape.outputs;
        expect(layer.countParams()).toBe(counted);
        free(layer);
      }),
      { numRuns: 100 },
    );
  });

  it('computes the convolution with its reconstructed kernel', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 4 }), (shape, wanted) => {
        const { layer } = build(id, shape, wanted);
        tf.tidy(() => {
          const x = random([2, ...shape.size.map((_, i) => 4 + i), shape.inputs], 3);
          const dense = convolveDense(x, layer.denseKernel());
          const difference = tf.sub(layer.call(x), dense);
          expect(largest(difference)).toBeLessThan(1e-5 * Math.max(1, largest(dense)));
        });
        free(layer);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    { size: [5, 5], inputs: 32, outputs: 32, rank: 2 },
    { size: [3, 3, 3], inputs: 24, outputs: 24, rank: 3 },
    { size: [7, 7], inputs: 16, outputs: 32, rank: 24 },
  ])('starts with He’s variance: $size rank $rank', ({ rank: wanted, ...shape }) => {
    const variances = Array.from({ length: 12 }, (_, trial) => {
      const { layer } = build(id, shape, wanted, 1 + 100 * trial);
      const variance = tf.tidy(() => tf.mean(tf.square(layer.denseKernel())).dataSync()[0]);
      free(layer);
      return variance;
    });
    const mean = variances.reduce((a, b) => a + b, 0) / variances.length;
    const he = 2 / (shape.inputs * product(shape.size));
    expect(mean / he).toBeGreaterThan(0.95);
    expect(mean / he).toBeLessThan(1.05);
  });

  it.each([{ size: [3, 2] }, { size: [2, 3, 3] }])(
    'has the gradients of finite differences: $size',
    ({ size }) => {
      const shape = { size, inputs: 2, outputs: 2 };
      const { layer } = build(id, shape, 2);
      const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const x = random([1, ...size.map(() => 4), 2], 5);
      const cotangent = random([1, ...size.map(() => 4), 2], 6);
      const objective = () => tf.tidy(() => tf.sum<tf.Scalar>(tf.mul(layer.call(x), cotangent)));
      const { grads } = tf.variableGrads(objective, weights);
      // The objective is linear in every single weight, so that central differences have no truncation
      // error; the step only has to be large against float32 round-off.
      const step = 0.5;
      for (const weight of weights) {
        const values = weight.dataSync().slice();
        const gradient = grads[weight.name].dataSync();
        for (let i = 0; i < values.length; i += Math.max(1, Math.floor(values.length / 5))) {
          const at = (delta: number) => {
            const moved = values.slice();
            moved[i] += delta;
            tf.tidy(() => weight.assign(tf.tensor(moved, weight.shape)));
            return objective().dataSync()[0];
          };
          const difference = (at(step) - at(-step)) / (2 * step);
          expect(Math.abs(difference - gradient[i])).toBeLessThan(
            1e-4 * (1 + Math.abs(difference)),
          );
        }
        tf.tidy(() => weight.assign(tf.tensor(values, weight.shape)));
      }
      free(layer);
    },
  );
});
