import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadBackend } from './loadBackend.testing.ts';
import { swish } from './swish.ts';

const values = Array.from({ length: 23 }, (_, i) => (i - 11) / 2);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const exact = (x: number) => x * sigmoid(x);

describe.each(['cpu', 'wasm'] as const)('swish on %s', (backend) => {
  it('has the value and the gradient of x·σ(x), and leaves no tensor behind', async () => {
    await loadBackend(backend);
    await tf.setBackend(backend);
    const { numTensors } = tf.memory();
    const x = tf.tensor1d(values);
    const dy = tf.tensor1d(values.map((value) => Math.cos(value)));
    const { value, grad } = tf.valueAndGrad((input) => swish(input))(x, dy);
    const [y, dx] = [await value.data(), await grad.data()];
    values.forEach((at, i) => {
      const slope = (exact(at + 1e-4) - exact(at - 1e-4)) / 2e-4;
      expect(y[i]).toBeCloseTo(exact(at), 5);
      expect(dx[i]).toBeCloseTo(Math.cos(at) * slope, 5);
    });
    tf.dispose([x, dy, value, grad]);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
