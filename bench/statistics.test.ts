import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponent, quantile, timesOf } from './statistics.ts';

describe('statistics', () => {
  it('give least and median', () => {
    expect(timesOf([3, 1, 9, 2])).toEqual({ least: 1, median: 2.5 });
  });

  it('give what a share of the values does not exceed', () => {
    expect([0, 0.5, 0.95, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 2, 4, 4]);
  });

  it('find the exponent of a power law, whatever its factor', () => {
    const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
    const power = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(positive, power, (factor, p) => {
        const points = [1, 2, 5, 12].map((x) => ({ x, y: factor * x ** p }));
        expect(exponent(points)).toBeCloseTo(p, 9);
      }),
    );
  });
});
