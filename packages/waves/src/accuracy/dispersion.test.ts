import { describe, expect, it } from 'vitest';
import { largestOnLine, phaseOverCell, speedError, squaredFrequency } from './dispersion.ts';

describe('dispersion', () => {
  it('of linear elements is that of second differences', () => {
    const x = 0.7;
    expect(phaseOverCell(1, x)).toBeCloseTo(Math.acos(1 - (x * x) / 2), 12);
    expect(squaredFrequency('triangles', 1, x, 0)).toBeCloseTo(2 - 2 * Math.cos(x), 12);
    expect(largestOnLine(1)).toBeCloseTo(4, 10);
    expect(largestOnLine(2)).toBeCloseTo(24, 8);
  });

  it.each([2, 3, 4, 5, 6])('of spectral elements of order %i falls with the power 2p', (order) => {
    // Ainsworth and Wajid 2009: the phase is off by (1/p) ½ [p!/(2p)!]² x^(2p+1)/(2p+1).
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    const x = 0.25 * order;
    const leading =
      ((0.5 / order) * (factorial(order) / factorial(2 * order)) ** 2 * x ** (2 * order + 1)) /
      (2 * order + 1);
    const error = Math.abs(phaseOverCell(order, x) - x);
    if (leading > 1e-11) expect(error / leading).toBeCloseTo(1, 0);
    else expect(error).toBeLessThan(1e-10);
  });

  it('of steps in time is of second or fourth order', () => {
    // Elements of order 8 have next to no error in space here.
    expect(
      speedError('quadrilaterals', 8, 0.4, 0.1) / speedError('quadrilaterals', 8, 0.4, 0.05),
    ).toBeGreaterThan(13);
    expect(speedError('triangles', 1, 0.4, 1 / Math.SQRT2)).toBeLessThan(
      speedError('triangles', 1, 0.4, 0.1),
    );
  });
});
