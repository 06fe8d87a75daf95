import { expect, it } from 'vitest';
import { nextAt } from './arrowKeys.ts';

it('arrows go round, Home and End to the ends, and other keys nowhere', () => {
  expect([0, 1, 2].map((at) => nextAt('ArrowRight', at, 3, 'across'))).toEqual([1, 2, 0]);
  expect([0, 1, 2].map((at) => nextAt('ArrowLeft', at, 3, 'across'))).toEqual([2, 0, 1]);
  expect([0, 1, 2].map((at) => nextAt('Home', at, 3, 'across'))).toEqual([0, 0, 0]);
  expect([0, 1, 2].map((at) => nextAt('End', at, 3, 'across'))).toEqual([2, 2, 2]);
  expect([0, 1, 2].map((at) => nextAt('ArrowDown', at, 3, 'down'))).toEqual([1, 2, 0]);
  expect([0, 1, 2].map((at) => nextAt('ArrowUp', at, 3, 'down'))).toEqual([2, 0, 1]);
  expect(['ArrowDown', 'ArrowUp'].map((key) => nextAt(key, -1, 3, 'down'))).toEqual([0, 2]);
  for (const key of ['Enter', 'ArrowDown']) expect(nextAt(key, 1, 3, 'across')).toBeUndefined();
});
