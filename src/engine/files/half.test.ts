import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { halfToNumber, numberToHalf, roundedToHalf } from './half.ts';

describe('numbers of 16 bits', () => {
  it('come back from all 16-bit patterns', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => !Number.isNaN(halfToNumber(bits)));
    expect(numbers.map((bits) => numberToHalf(halfToNumber(bits)))).toEqual(numbers);
    expect(halfToNumber(numberToHalf(NaN))).toBeNaN();
  });

  it('are the nearest ones, and the even one of two', () => {
    fc.assert(
      fc.property(fc.double({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
        const bits = numberToHalf(value);
        const error = Math.abs(halfToNumber(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          const neighbour = halfToNumber(other & 0xffff);
          if (!Number.isFinite(neighbour)) continue;
          const distance = Math.abs(neighbour - value);
          expect(error).toBeLessThanOrEqual(distance);
          if (error === distance && error > 0) expect(bits % 2).toBe(0);
        }
      }),
    );
  });

  it.each([
    [65_519, 65_504],
    [65_520, Infinity],
    [-1e9, -Infinity],
    [2 ** -25, 0],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
  ])('rounds %f to %f', (value, rounded) => {
    expect(halfToNumber(numberToHalf(value))).toBe(rounded);
  });

  it('rounds whole arrays', () => {
    expect([...roundedToHalf(Float32Array.of(0.1, -2, 3.0005))]).toEqual([0.0999755859375, -2, 3]);
  });
});
