import { expect, it } from 'vitest';
import { rangeOf } from './extent.ts';

it('finds where values begin and end, and a range around a constant', () => {
  expect(rangeOf(Float32Array.from([2, -1, 3]))).toEqual([-1, 3]);
  expect(rangeOf(Float32Array.from([4, 4]))).toEqual([0, 8]);
  expect(rangeOf(new Float32Array(3))).toEqual([-1, 1]);
});
