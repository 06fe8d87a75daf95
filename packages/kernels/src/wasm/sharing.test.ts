import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from '../loadBackend.testing.ts';

beforeAll(async () => {
  await loadBackend('wasm');
  await tf.setBackend('wasm');
});

describe('copies of tensors on wasm', () => {
  it('take no memory and outlive the original', async () => {
    const { numDataBuffers } = tf.memory();
    const x = tf.tensor1d([1, 2, 3, 4, 5]);
    const copies = [tf.clone(x), tf.cast(x, 'float32'), tf.reshape(x, [5, 1])];
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers + 1);
    x.dispose();
    for (const copy of copies) expect([...(await copy.data())]).toEqual([1, 2, 3, 4, 5]);
    tf.dispose(copies);
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
  });

  it('do not follow a variable that is assigned anew', async () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const copy = tf.clone<tf.Tensor>(variable);
    variable.assign(tf.tensor1d([3, 4]));
    expect([...(await copy.data())]).toEqual([1, 2]);
    tf.dispose([variable, copy]);
  });
});

describe('sums on wasm', () => {
  it('agree with the cpu backend over any axes', async () => {
    const small = (max: number) => fc.integer({ min: 1, max });
    const shapes = fc.array(small(9), { minLength: 1, maxLength: 4 });
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axes: fc.uniqueArray(fc.integer({ min: -shape.length, max: shape.length - 1 }), {
          minLength: 1,
          selector: (axis) => (axis + shape.length) % shape.length,
        }),
        keepDims: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, keepDims }) => {
        const on = async (backend: string) => {
          await tf.setBackend(backend);
          const x = tf.randomNormal(shape, 0, 1, 'float32', 5);
          const sum = tf.sum(x, axes, keepDims);
          const result = { shape: sum.shape, values: [...(await sum.data())] };
          tf.dispose([x, sum]);
          return result;
        };
        const [wanted, actual] = [await on('cpu'), await on('wasm')];
        expect(actual.shape).toEqual(wanted.shape);
        actual.values.forEach((value, i) => expect(value).toBeCloseTo(wanted.values[i], 3));
      }),
      { numRuns: 200 },
    );
  });
});
