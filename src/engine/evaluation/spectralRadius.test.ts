import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import { buildNetwork, convolutionsOf } from '../nets/build.ts';
import { spectralRadius } from './spectralRadius.ts';

type Operator = (vector: Float64Array) => Float64Array;
const radiusOf = async (operator: Operator, size: number) =>
  (await spectralRadius(async (vector) => operator(vector), size))!;

describe('the spectral radius', () => {
  it('of a multiple of the identity is its factor, after one application', async () => {
    const found = await radiusOf((v) => v.map((x) => -0.7 * x), 100);
    expect(found).toMatchObject({ applications: 1, settled: true });
    expect(found.radius).toBeCloseTo(0.7, 6);
  });

  it('of a cyclic shift is 1, although no real vector keeps its direction', async () => {
    const { radius } = await radiusOf((v) => v.map((_, i) => v[(i + 1) % v.length]), 24);
    expect(radius).toBeCloseTo(1, 6);
  });

  it('of a turn with growth is the growth', async () => {
    // Pairs (x, y) are turned by 1 rad; the first one grows by 1.25, the others shrink.
    const [c, s] = [Math.cos(1), Math.sin(1)];
    const turn: Operator = (v) =>
      v.map((x, i) => {
        const growth = i < 2 ? 1.25 : 0.5;
        return growth * (i % 2 === 0 ? c * x - s * v[i + 1] : s * v[i - 1] + c * x);
      });
    expect((await radiusOf(turn, 40)).radius).toBeCloseTo(1.25, 6);
  });

  it('of a diagonal is its largest entry, also among many that are nearly as large', async () => {
    const entries = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 500,
      maxLength: 500,
    });
    await fc.assert(
      fc.asyncProperty(entries, async (diagonal) => {
        const { radius } = await radiusOf((v) => v.map((x, i) => diagonal[i] * x), 500);
        const exact = Math.max(...diagonal.map(Math.abs));
        expect(radius).toBeLessThan(exact * (1 + 1e-6) + 1e-12);
        expect(radius).toBeGreaterThanOrEqual(exact * (1 - 5e-3));
      }),
      { numRuns: 5 },
    );
  });

  it('of nothing is nothing, and a measurement that is stopped has none', async () => {
    expect((await radiusOf((v) => v.map(() => 0), 9)).radius).toBe(0);
    const stopped = spectralRadius(
      async (v) => v.map((x, i) => x * i),
      50,
      async () => false,
    );
    expect(await stopped).toBeUndefined();
  });
});

describe('the spectral radius of a convolution on the grid, with its padding', () => {
  const N = 12;
  const experiment = experimentFrom({
    'task.kind': 'propagator',
    'task.grid': String(N),
    'net.kind': 'propagator',
    'net.blocks': '1',
    'net.kernel': '5',
    'net.activation': 'none',
    'net.bias': 'off',
  });

  async function ofKernel(kernel: (dx: number, dy: number) => number) {
    await tf.setBackend('cpu');
    const model = buildNetwork(experiment, 'a');
    const values = Float32Array.from({ length: 25 }, (_, at) =>
      kernel(Math.floor(at / 5) - 2, (at % 5) - 2),
    );
    convolutionsOf(model)[0].setFilters([values]);
    const apply = async (vector: Float64Array) => {
      const output = model.apply(tf.tensor(Float32Array.from(vector), [1, N, N, 1])) as tf.Tensor;
      return output.data();
    };
    const found = await spectralRadius(apply, N * N);
    model.dispose();
    return found!.radius;
  }

  it('is the largest value of its symbol: sines are its eigenfunctions under odd padding', async () => {
    const bell = (dx: number, dy: number) => Math.exp(-(dx * dx + dy * dy) / 2) / 7;
    let symbol = 0;
    for (let i = 1; i < N - 1; i++) {
      for (let j = 1; j < N - 1; j++) {
        let value = 0;
        for (let dx = -2; dx <= 2; dx++) {
          for (let dy = -2; dy <= 2; dy++) {
            const wave =
              Math.cos((Math.PI * i * dx) / (N - 1)) * Math.cos((Math.PI * j * dy) / (N - 1));
            value += bell(dx, dy) * wave;
          }
        }
        symbol = Math.max(symbol, Math.abs(value));
      }
    }
    expect(await ofKernel(bell)).toBeCloseTo(symbol, 4);
  });

  it('is the factor of a kernel with one point in its middle', async () => {
    expect(await ofKernel((dx, dy) => (dx === 0 && dy === 0 ? 1.5 : 0))).toBeCloseTo(1.5, 6);
  });
});
