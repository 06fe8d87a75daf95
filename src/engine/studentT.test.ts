import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centralQuantile } from './studentT.ts';

// Two-sided 95 % and 99 %: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, to more digits.
it.each([
  [0.95, 1, 12.7062047],
  [0.95, 2, 4.30265273],
  [0.95, 3, 3.18244631],
  [0.95, 4, 2.77644511],
  [0.95, 5, 2.57058184],
  [0.95, 9, 2.26215716],
  [0.95, 30, 2.04227246],
  [0.95, 99, 1.98421695],
  [0.99, 4, 4.60409487],
  [0.99, 10, 3.16927267],
  [0.8, 7, 1.41492393],
])('the middle %f of %i degrees of freedom is within %f', (share, degrees, expected) => {
  expect(Math.abs(centralQuantile(share, degrees) / expected - 1)).toBeLessThan(1e-8);
});

it('with one and two degrees it is what the closed forms say', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (share) => {
      expect(centralQuantile(share, 1)).toBeCloseTo(Math.tan((Math.PI / 2) * share), 8);
      expect(centralQuantile(share, 2)).toBeCloseTo(share * Math.sqrt(2 / (1 - share ** 2)), 8);
    }),
  );
});

it('falls with more degrees, towards the normal distribution', () => {
  const quantiles = [1, 2, 3, 4, 5, 10, 100, 1000, 10_000].map((n) => centralQuantile(0.95, n));
  expect(quantiles).toEqual(quantiles.toSorted((one, other) => other - one));
  expect(quantiles.at(-1)).toBeCloseTo(1.959964, 3);
});

it('is not a number where there is none', () => {
  for (const [share, degrees] of [
    [1, 3],
    [-0.1, 3],
    [NaN, 3],
    [0.9, 0],
    [0.9, 1.5],
  ] as const) {
    expect(centralQuantile(share, degrees)).toBeNaN();
  }
  expect(centralQuantile(0, 3)).toBeCloseTo(0, 12);
});
