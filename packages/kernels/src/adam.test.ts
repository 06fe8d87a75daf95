import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadBackend } from './loadBackend.testing.ts';
import { Adam, type AdamOptions } from './adam.ts';
import { sizeOf } from './shape.ts';

/** Adam in float64 on flat arrays, as the papers write it down. */
function reference(
  start: number[][],
  gradients: number[][][],
  rates: number[],
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, decay = 0, clip = 0, factors }: AdamOptions,
  isWeight: boolean[],
): number[][] {
  const theta = start.map((values) => [...values]);
  const m = start.map((values) => values.map(() => 0));
  const v = start.map((values) => values.map(() => 0));
  gradients.forEach((step, t) => {
    const norm = Math.sqrt(step.flat().reduce((sum, g) => sum + g * g, 0));
    const factor = clip > 0 ? Math.min(1, clip / norm) : 1;
    step.forEach((values, k) => {
      const rate = rates[t] * (factors?.[k] ?? 1);
      values.forEach((value, i) => {
        const g = value * factor;
        m[k][i] = beta1 * m[k][i] + (1 - beta1) * g;
        v[k][i] = beta2 * v[k][i] + (1 - beta2) * g * g;
        if (isWeight[k]) theta[k][i] *= 1 - rate * decay;
        const [mHat, vHat] = [m[k][i] / (1 - beta1 ** (t + 1)), v[k][i] / (1 - beta2 ** (t + 1))];
        theta[k][i] -= (rate * mHat) / (Math.sqrt(vHat) + epsilon);
      });
    });
  });
  return theta;
}

/** Sizes beside multiples of a vector's four numbers. */
const shapes = [[3, 5], [7], [1], [2, 3, 1, 4]];
const sizes = shapes.map((shape) => sizeOf(shape));
const wave = (k: number, size: number, phase: number) =>
  Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + k + phase) * 10 ** ((i % 3) - 1));

describe.each(['cpu', 'wasm'] as const)('Adam on %s', (backend) => {
  const setUp = async () => {
    await loadBackend(backend);
    await tf.setBackend(backend);
  };

  it.each([
    {},
    { beta2: 0.99 },
    { decay: 0.3 },
    { clip: 0.5 },
    { clip: 1e6 },
    { beta1: 0.8, decay: 0.1, clip: 2, epsilon: 1e-3 },
    { factors: [1, 0.3, 2, 0.05] },
    { factors: [0.01, 3, 1, 0.5], decay: 0.3, clip: 0.5 },
  ])('is what the papers say with %j', async (options) => {
    await setUp();
    const start = sizes.map((size, k) => wave(k, size, 0));
    const steps = [1, 2, 3, 4, 5].map((t) => sizes.map((size, k) => wave(k, size, t)));
    const rates = [0.1, 0.05, 0.2, 0.01, 0.03];
    const variables = shapes.map((shape, k) => tf.variable(tf.tensor(start[k], shape)));
    const adam = new Adam(variables, options);
    const { numTensors } = tf.memory();
    steps.forEach((step, t) => {
      const gradients = step.map((values, k) => tf.tensor(values, shapes[k]));
      adam.apply(gradients, rates[t]);
      tf.dispose(gradients);
    });
    expect(tf.memory().numTensors).toBe(numTensors);
    const wanted = reference(
      start,
      steps,
      rates,
      options,
      shapes.map(({ length }) => length > 1),
    );
    for (const [k, variable] of variables.entries()) {
      const actual = await variable.data();
      wanted[k].forEach((want, i) => expect(actual[i]).toBeCloseTo(want, 4));
    }
    adam.dispose();
    tf.dispose(variables);
  });

  it('goes on from its moments as if it had never stopped', async () => {
    await setUp();
    const run = async (interrupted: boolean) => {
      const variables = shapes.map((shape, k) =>
        tf.variable(tf.tensor(wave(k, sizes[k], 0), shape)),
      );
      let adam = new Adam(variables, { beta2: 0.99, decay: 0.1 });
      for (let t = 1; t <= 6; t++) {
        if (interrupted && t === 4) {
          const moments = await Promise.all(adam.moments().map((x) => x.data<'float32'>()));
          const copies = moments.map((values) => values.slice());
          const { steps } = adam;
          adam.dispose();
          adam = new Adam(variables, { beta2: 0.99, decay: 0.1 });
          adam.restore(copies, steps);
        }
        const gradients = sizes.map((size, k) => tf.tensor(wave(k, size, t), shapes[k]));
        adam.apply(gradients, 0.1);
        tf.dispose(gradients);
      }
      const values = await Promise.all(variables.map((x) => x.data()));
      adam.dispose();
      return values.map((each) => Array.from(each));
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('leaves copies of its moments as they are', async () => {
    await setUp();
    const variable = tf.variable(tf.tensor1d([1, 2, 3, 4, 5]));
    const adam = new Adam([variable]);
    const gradient = tf.tensor1d([1, -1, 2, -2, 3]);
    adam.apply([gradient], 0.1);
    const copies = adam.moments().map((moment) => tf.clone(moment));
    const before = copies.map((copy) => Array.from(copy.dataSync()));
    adam.apply([gradient], 0.1);
    expect(copies.map((copy) => Array.from(copy.dataSync()))).toEqual(before);
    adam.dispose();
    tf.dispose([variable, gradient, copies]);
  });
});
