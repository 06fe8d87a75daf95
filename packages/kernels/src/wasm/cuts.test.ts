import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { loadBackend } from '../loadBackend.testing.ts';

beforeAll(() => loadBackend('wasm'));

/** A shape, and for each axis what is cut off or added before and after it. */
const cases = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      ends: fc.tuple(
        ...shape.map(() => fc.tuple(fc.constantFrom(0, 0, 1, 2), fc.constantFrom(0, 0, 1, 3))),
      ),
    }),
  );

it('slices, zeros around and sums agree with the cpu backend', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, ends }) => {
      const on = async (backend: string) => {
        await tf.setBackend(backend);
        const results = tf.tidy(() => {
          const x = tf.randomNormal(shape, 0, 1, 'float32', 5);
          const begin = shape.map((n, i) => Math.min(ends[i][0], n - 1));
          const size = shape.map((n, i) => Math.max(1, n - begin[i] - ends[i][1]));
          const padded = tf.pad(x, ends);
          return [tf.slice(x, begin, size), padded, tf.add(x, tf.square(x))];
        });
        const all = await Promise.all(results.map((result) => result.data()));
        const shapes = results.map((result) => result.shape);
        tf.dispose(results);
        return { shapes, all };
      };
      expect(await on('wasm')).toEqual(await on('cpu'));
    }),
    { numRuns: 150 },
  );
});

it('a slice beyond the end is refused as by the shipped kernel', async () => {
  await tf.setBackend('wasm');
  expect(() => tf.slice(tf.zeros([4, 3]), [2, 0], [3, 3])).toThrow(/begin|size/);
});
