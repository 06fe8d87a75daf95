/** Recorded computations against the same ones computed in the usual way; runs in Chromium. */
import * as tf from '@tensorflow/tfjs-core';
// tfjs registers its gradients when the layers are loaded, not with the core.
import '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Adam } from '../adam.ts';
import { conv2d } from '../conv2d.ts';
import { squaredErrorsOf } from '../squaredErrors.ts';
import { swish } from '../swish.ts';
import { pretendAdapter } from './program.ts';
import type { Input } from './recording.ts';
import { registerWebGPUKernels } from './register.ts';
import { Repeated } from './repeated.ts';

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + i * 12.9898 + seed * 78.233));

const SHAPE = [2, 6, 6, 2];
const SIZE = 144;

/** Two convolutions that learn, step by step, recorded or not. */
function network(recorded: boolean) {
  const variable = (shape: number[], seed: number) =>
    tf.tidy(() => tf.variable(tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape)));
  const [f1, b1] = [variable([3, 3, 2, 4], 1), variable([4], 2)] as const;
  const [f2, b2] = [variable([3, 3, 4, 2], 3), variable([2], 4)] as const;
  const variables = [f1, b1, f2, b2];
  const adam = new Adam(variables, { clip: 0.5 });
  const rate = 0.01;
  const repeated = new Repeated(
    () => [...variables, ...adam.moments()],
    ([x, y, step]) => {
      const weights = tf.tensor1d([0.5, 0.5]);
      const { value, grads } = tf.engine().gradients(
        () => {
          const convolve = (from: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor, last: boolean) =>
            conv2d({
              x: from as tf.Tensor4D,
              filter: filter as tf.Tensor4D,
              bias: bias as tf.Tensor1D,
              strides: [1, 1],
              pad: 'same',
              activated: !last,
            });
          const hidden = swish(convolve(x, f1, b1, false));
          return squaredErrorsOf(convolve(hidden, f2, b2, true), y);
        },
        variables,
        weights,
      );
      adam.update(grads, rate, step);
      return value;
    },
  );
  if (!recorded) repeated.problem = 'This one is not to be recorded.';
  return {
    repeated,
    variables,
    async step(i: number): Promise<number[]> {
      const step = adam.next(rate);
      const result = repeated.run([
        { values: numbers(SIZE, 10 + i), shape: SHAPE },
        { values: numbers(SIZE, 100 + i), shape: SHAPE },
        { values: step, shape: [step.length] },
      ]);
      const values = Array.from(await result.data());
      result.dispose();
      return values;
    },
    async weights(): Promise<number[]> {
      const all = tf.tidy(() => tf.concat(variables.map((one) => tf.reshape(one, [-1]))));
      const values = Array.from(await all.data());
      all.dispose();
      return values;
    },
    dispose() {
      repeated.dispose();
      adam.dispose();
      tf.dispose(variables);
    },
  };
}

describe('a repeated computation on WebGPU', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
    registerWebGPUKernels();
    expect(await tf.setBackend('webgpu')).toBe(true);
    await tf.ready();
  });

  afterEach(() => pretendAdapter(undefined));

  it.each(['software', 'hardware'] as const)(
    'gives the same numbers recorded and not, bit for bit, shaped for %s',
    async (kind) => {
      pretendAdapter(kind);
      const before = tf.memory().numTensors;
      const [one, other] = [network(true), network(false)];
      for (let i = 0; i < 8; i++) expect(await one.step(i)).toEqual(await other.step(i));
      expect(one.repeated.problem).toBeUndefined();
      expect(one.repeated.isRecorded).toBe(true);
      expect(other.repeated.isRecorded).toBe(false);
      expect(await one.weights()).toEqual(await other.weights());
      one.dispose();
      other.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
    120_000,
  );

  it('computes in the usual way when weights are set from outside or shared, and is recorded anew', async () => {
    const [one, other] = [network(true), network(false)];
    for (let i = 0; i < 6; i++) expect(await one.step(i)).toEqual(await other.step(i));
    for (const { variables } of [one, other]) {
      tf.tidy(() => variables[0].assign(tf.tensor(numbers(72, 7), [3, 3, 2, 4])));
    }
    expect(one.repeated.isRecorded).toBe(false);
    for (let i = 6; i < 12; i++) expect(await one.step(i)).toEqual(await other.step(i));
    expect(one.repeated.isRecorded).toBe(true);
    const clone = one.variables[2].clone();
    const kept = Array.from(await clone.data());
    expect(one.repeated.isRecorded).toBe(false);
    expect(await one.step(12)).toEqual(await other.step(12));
    expect(Array.from(await clone.data())).toEqual(kept);
    expect(Array.from(await one.variables[2].data())).not.toEqual(kept);
    clone.dispose();
    one.dispose();
    other.dispose();
  }, 120_000);

  it('is never replayed where it is not the same at every call, or uses tensors of others', async () => {
    // So many that tfjs doesn't compute them on the processor.
    const COUNT = 2000;
    const input = (i: number): Input[] => [
      { values: new Float32Array(COUNT).fill(i), shape: [COUNT] },
    ];
    let calls = 0;
    const changing = new Repeated(
      () => [],
      ([x]) => tf.mul(x, tf.tensor1d(new Float32Array(COUNT).fill(++calls))),
    );
    const other = tf.tensor1d(new Float32Array(COUNT).fill(3));
    const foreign = new Repeated(
      () => [],
      ([x]) => tf.mul(x, other),
    );
    for (let i = 1; i < 7; i++) {
      const results = [changing.run(input(i)), foreign.run(input(i))];
      expect(new Set(await results[0].data())).toEqual(new Set([i * i]));
      expect(new Set(await results[1].data())).toEqual(new Set([3 * i]));
      tf.dispose(results);
    }
    expect(changing.problem).toContain('not the same at every call');
    expect(foreign.problem).toContain('1 tensors of others');
    other.dispose();
  });
});
