import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestOf, roundUp } from './comparison.ts';

it('a range is the next round number: never smaller, and at most two thirds larger', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (x) => {
      const range = roundUp(x);
      expect(range).toBeGreaterThanOrEqual(x * (1 - 1e-9));
      expect(range).toBeLessThanOrEqual((5 / 3) * x);
      expect(roundUp(range)).toBeCloseTo(range, 12);
    }),
  );
  expect(roundUp(0.0301)).toBeCloseTo(0.04, 15);
  expect(roundUp(0.03)).toBeCloseTo(0.03, 15);
});

it('a silent field and a broken one have a range, too', () => {
  for (const x of [0, -1, NaN]) expect(roundUp(x)).toBeGreaterThan(0);
});

it('the largest value is that of the modulus', () => {
  expect(largestOf(Float32Array.of(1, -3, 2))).toBe(3);
  expect(largestOf(new Float32Array())).toBe(0);
});
