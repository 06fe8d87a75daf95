import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { loadBackend } from '../loadBackend.testing.ts';

beforeAll(async () => {
  await loadBackend('wasm');
  await tf.setBackend('wasm');
});

const small = (max: number) => fc.integer({ min: 1, max });
const cases = fc.array(small(5), { minLength: 1, maxLength: 5 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
    lengths: fc.array(small(7), { minLength: 2, maxLength: 5 }),
  }),
);

it('what was joined is split into the same parts, every number in its place', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, axis, lengths }) => {
      const along = (axis + shape.length) % shape.length;
      const parts = lengths.map((length, k) =>
        tf.randomNormal(
          shape.map((n, i) => (i === along ? length : n)),
          0,
          1,
          'float32',
          k + 1,
        ),
      );
      const joined = tf.concat(parts, axis);
      const again = tf.split(joined, lengths, axis);
      for (const [k, part] of parts.entries()) {
        expect(again[k].shape).toEqual(part.shape);
        expect(await again[k].data()).toEqual(await part.data());
      }
      // Places: the same slice by the shipped kernel.
      let start = 0;
      for (const [k, part] of parts.entries()) {
        const begin = shape.map((_, i) => (i === along ? start : 0));
        const piece = tf.slice(joined, begin, part.shape);
        expect(await piece.data()).toEqual(await part.data());
        piece.dispose();
        start += lengths[k];
      }
      tf.dispose([...parts, ...again, joined]);
    }),
    { numRuns: 100 },
  );
});
