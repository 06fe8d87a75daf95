import { expect, it } from 'vitest';
import { tabAt } from './tabKeys.ts';

it('arrows go round, Home and End to the ends, and other keys nowhere', () => {
  expect([0, 1, 2].map((at) => tabAt('ArrowRight', at, 3))).toEqual([1, 2, 0]);
  expect([0, 1, 2].map((at) => tabAt('ArrowLeft', at, 3))).toEqual([2, 0, 1]);
  expect([0, 1, 2].map((at) => tabAt('Home', at, 3))).toEqual([0, 0, 0]);
  expect([0, 1, 2].map((at) => tabAt('End', at, 3))).toEqual([2, 2, 2]);
  expect(tabAt('Enter', 1, 3)).toBeUndefined();
});
