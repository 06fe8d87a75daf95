import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DIGITS, logTicks, POWERS } from './logTicks.ts';

it('stands around the values, no farther than it has to', () => {
  expect(logTicks(0.3, 4)).toEqual([0.2, 0.5, 1, 2, 5]);
  expect(logTicks(0.2, 5)).toEqual([0.2, 0.5, 1, 2, 5]);
  expect(logTicks(3, 40, { digits: POWERS })).toEqual([1, 10, 100]);
  expect(logTicks(1e-7, 1e-7)).toEqual([1e-7, 2e-7]);
  expect(logTicks(10, 100, { digits: POWERS })).toEqual([10, 100]);
});

it('or between them', () => {
  expect(logTicks(0.3, 4, { inside: true })).toEqual([0.5, 1, 2]);
  expect(logTicks(3, 4, { inside: true })).toEqual([]);
  expect(logTicks(1, 2, { digits: [1, 1.5], inside: true })).toEqual([1, 1.5]);
});

it('leaves powers of ten out where there are many', () => {
  expect(logTicks(1e-9, 1, { digits: POWERS, stride: 3 })).toEqual([1e-9, 1e-6, 1e-3, 1]);
  expect(logTicks(1e-8, 10, { digits: POWERS, stride: 3 })).toEqual([1e-9, 1e-6, 1e-3, 1, 1000]);
});

const value = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

it('holds all values, in rising order, whatever they are', () => {
  fc.assert(
    fc.property(
      value,
      value,
      fc.constantFrom<readonly number[]>(DIGITS, POWERS),
      fc.integer({ min: 1, max: 4 }),
      (x, y, digits, stride) => {
        const [low, high] = [Math.min(x, y), Math.max(x, y)];
        const ticks = logTicks(low, high, { digits, stride });
        expect(ticks[0]).toBeLessThanOrEqual(low);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
        expect(logTicks(low, high, { digits, stride, inside: true })).toEqual(
          ticks.filter((tick) => tick >= low && tick <= high),
        );
      },
    ),
  );
});
