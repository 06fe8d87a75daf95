import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seedCurve } from './seedCurves.ts';

it('has the mean and the range where all seeds have a value', () => {
  const one = [
    { step: 0, test: 1 },
    { step: 2, train: 0.5 },
    { step: 4, train: 0.2, test: 0.25 },
    { step: 8, test: 0.1 },
  ];
  const other = [
    { step: 0, test: 1 },
    { step: 2, train: NaN },
    { step: 4, train: 0.4, test: 0.75 },
  ];
  expect(seedCurve([one, other])).toEqual({
    points: [
      { step: 0, test: 1 },
      { step: 4, train: expect.closeTo(0.3, 12) },
      { step: 4, test: 0.5 },
    ],
    band: [
      { step: 0, low: 1, high: 1 },
      { step: 4, low: 0.25, high: 0.75 },
    ],
    seeds: 2,
  });
});

it('of one curve, and of none', () => {
  const points = [{ step: 3, test: 0.5 }];
  expect(seedCurve([points])).toMatchObject({ points, band: [{ low: 0.5, high: 0.5 }] });
  expect(seedCurve([])).toEqual({ points: [], band: [], seeds: 0 });
});

it('the mean lies within the band, in the order of the steps', () => {
  const error = fc.double({ min: 1e-6, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.array(error, { minLength: 5, maxLength: 5 }), { minLength: 1 }),
      (all) => {
        const curves = all.map((values) => values.map((test, step) => ({ step, test })));
        const { points, band } = seedCurve(curves);
        expect(points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
        band.forEach(({ low, high }, i) => {
          const { test = NaN } = points[i];
          expect(test).toBeGreaterThanOrEqual(low * (1 - 1e-12));
          expect(test).toBeLessThanOrEqual(high * (1 + 1e-12));
        });
      },
    ),
  );
});
