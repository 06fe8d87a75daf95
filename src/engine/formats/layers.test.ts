import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from '../device/load.ts';
import { randomStream } from '../random.ts';
import { convolveDense } from './convolve.ts';
import {
  formatParameters,
  product,
  resolveRank,
  type Execution,
  type KernelShape,
} from './format.ts';
import { findFormat, formatIds, type FormatId } from './index.ts';
import { FormatConvolution } from './layer.ts';
import type { Padding } from './paddings.ts';
import { projectKernel } from './projections.ts';

beforeAll(async () => {
  await loadBackend('wasm');
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
    centred: false,
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

  it('at full rank reproduces every dense kernel, where it has a rank', () => {
    const format = findFormat(id);
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 1000 }), (shape, seed) => {
        const full = format.maxRank(shape);
        const { layer } = build(id, shape, full);
        tf.tidy(() => {
          const wanted =
            format.ranked || id === 'classical'
              ? random([...shape.size, shape.inputs, shape.outputs], seed)
              : layer.denseKernel();
          const data = Float64Array.from(wanted.dataSync());
          layer.setFilters(projectKernel(id, { shape: wanted.shape, data }, full));
          const difference = tf.sub(layer.denseKernel(), wanted);
          expect(largest(difference)).toBeLessThan(1e-5 * Math.max(1, largest(wanted)));
        });
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
  ])('starts with He’s variance: $size rank $rank', ({ rank: wanted, ...shape }) => {
    const variances = Array.from({ length: 24 }, (_, trial) => {
      const { layer } = build(id, shape, wanted, { seed: 1 + 100 * trial });
      const variance = tf.tidy(() => tf.mean(tf.square(layer.denseKernel())).dataSync()[0]);
      free(layer);
      return variance;
    });
    const mean = variances.reduce((a, b) => a + b, 0) / variances.length;
    const he = 2 / (shape.inputs * product(shape.size));
    expect(mean / he).toBeGreaterThan(0.95);
    expect(mean / he).toBeLessThan(1.05);
  });

  const ways = [
    [3, 2],
    [2, 3, 3],
  ];
  const kinds: Padding[] = ['zero', 'circular', 'odd'];
  const runs = ways.flatMap((size) =>
    kinds.flatMap((padding) =>
      [1, 2].flatMap((stride) =>
        (['factorised', 'reconstructed'] as const).flatMap((execution) =>
          (['cpu', 'wasm'] as const).map((backend) => ({
            size,
            padding,
            stride,
            execution,
            backend,
          })),
        ),
      ),
    ),
  );
  it.each(runs)(
    'has the gradients of finite differences: $size, $padding, stride $stride, $execution, $backend',
    async ({ size, padding, stride, execution, backend }) => {
      await tf.setBackend(backend);
      const shape = { size, inputs: 2, outputs: 2 };
      const { layer } = build(id, shape, 2, { padding, stride, execution });
      const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const x = random([1, ...size.map(() => 4), 2], 5);
      const cotangent = random([1, ...size.map(() => Math.ceil(4 / stride)), 2], 6);
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
      await tf.setBackend('cpu');
    },
  );
});
