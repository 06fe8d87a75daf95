import { expect, it } from 'vitest';
import { repeats } from './firstClick.ts';

it.each([
  ['the second half of a double click', { detail: 2, pointerType: 'mouse', timeStamp: 1200 }, true],
  ['the third click in a row', { detail: 3, timeStamp: 1300 }, true],
  ['a tap right after another', { detail: 1, pointerType: 'touch', timeStamp: 1200 }, true],
  ['a later tap', { detail: 1, pointerType: 'touch', timeStamp: 1400 }, false],
  ['a click of its own, however soon', { detail: 1, pointerType: 'mouse', timeStamp: 1100 }, false],
  ['a key', { detail: 0, timeStamp: 1100 }, false],
])('%s', (_, click, repetition) => {
  expect(repeats(click, 1000)).toBe(repetition);
});
