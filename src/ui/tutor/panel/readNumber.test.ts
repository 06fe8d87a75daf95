import { expect, it } from 'vitest';
import { readNumber } from './readNumber.ts';

it.each([
  ['12', 12],
  [' 12,5 % ', 12.5],
  ['0.25×', 0.25],
  ['× .5', 0.5],
  ['1e3', 1000],
  ['1.4 times', 1.4],
  ['-3', -3],
  ['', undefined],
  ['about 3', undefined],
  ['1.2.3', undefined],
  ['NaN', undefined],
])('%j is %s', (text, value) => {
  expect(readNumber(text)).toBe(value);
});
