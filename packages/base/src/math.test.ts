import { expect, it } from 'vitest';
import { halfQuartileRange, mean, meanOfKnown, median, product, fittedSlope, sum } from './math.ts';

it('sums and products of nothing are 0 and 1, its means are NaN', () => {
  expect([sum([]), product([])]).toEqual([0, 1]);
  expect([mean([]), meanOfKnown([NaN]), median([])]).toEqual([NaN, NaN, NaN]);
});

it('means', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(meanOfKnown([1, NaN, 3])).toBe(2);
});

it('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 10])).toBe(3);
});

it('the slope of points on a line is the line’s, whatever its offset', () => {
  expect(fittedSlope([0, 1, 3, 4], [5, 3, -1, -3])).toBe(-2);
});

it('half the quartile range says how far values scatter, and no outlier changes it', () => {
  expect(halfQuartileRange([5, 1, 3, 2, 4])).toBe(1);
  expect(halfQuartileRange([5000, 1, 3, 2, 4])).toBe(1);
  expect(halfQuartileRange([7, 7, 7])).toBe(0);
  expect(halfQuartileRange([])).toBeNaN();
});
