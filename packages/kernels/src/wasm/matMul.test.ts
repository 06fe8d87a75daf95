import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from 'slimwave-base/random';
import { loadBackend } from '../loadBackend.testing.ts';
import { sizeOf } from '../shape.ts';

beforeAll(async () => {
  await loadBackend('wasm');
});

const size = fc.integer({ min: 1, max: 20 });
const cases = fc.record({
  rows: size,
  inner: size,
  columns: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  leading: fc.constantFrom([], [1], [3]),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

async function multiply(backend: string, c: Case): Promise<{ shape: number[]; y: Float32Array }> {
  await tf.setBackend(backend);
  const random = randomStream(1, 'matrices');
  const draw = (rows: number, columns: number, transpose: boolean) => {
    const shape = [...c.leading, ...(transpose ? [columns, rows] : [rows, columns])];
    const count = sizeOf(shape);
    return tf.tensor(
      Float32Array.from({ length: count }, () => random.normal()),
      shape,
    );
  };
  const a = draw(c.rows, c.inner, c.transposeA);
  const b = draw(c.inner, c.columns, c.transposeB);
  const product = tf.matMul(a, b, c.transposeA, c.transposeB);
  const y = await product.data<'float32'>();
  tf.dispose([a, b, product]);
  return { shape: product.shape, y };
}

describe('matrix products on wasm', () => {
  it('agree with the cpu backend for all transpositions', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const [expected, actual] = [await multiply('cpu', c), await multiply('wasm', c)];
        expect(actual.shape).toEqual(expected.shape);
        expected.y.forEach((value, i) => expect(Math.abs(actual.y[i] - value)).toBeLessThan(1e-4));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('leave no memory behind', async () => {
    const c: Case = {
      rows: 3,
      inner: 4,
      columns: 5,
      transposeA: true,
      transposeB: true,
      leading: [],
    };
    await multiply('wasm', c);
    const { numTensors, numDataBuffers } = tf.memory();
    for (let i = 0; i < 5; i++) await multiply('wasm', c);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
