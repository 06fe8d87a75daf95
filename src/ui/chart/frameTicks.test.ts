import { expect, it } from 'vitest';
import { ticksOf, titleOf } from './frameTicks.ts';

it('ticks are those that the axis names, at their place on its scale', () => {
  const axis = {
    type: 'log',
    range: [0, 2],
    tickvals: [1, 10, 100],
    ticktext: ['1', '10<br>0.1', '100'],
  };
  expect(ticksOf(axis as object)).toEqual([
    { share: 0, text: '1' },
    { share: 0.5, text: '10' },
    { share: 1, text: '100' },
  ]);
});

it('an axis with a range alone has round numbers', () => {
  expect(ticksOf({ range: [0, 400] }).map(({ text }) => text)).toEqual([
    '0',
    '100',
    '200',
    '300',
    '400',
  ]);
  expect(ticksOf({ range: [0, 0.3] }).map(({ text }) => text)).toEqual([
    '0',
    '0.05',
    '0.1',
    '0.15',
    '0.2',
    '0.25',
    '0.3',
  ]);
  expect(ticksOf({ range: [0, 1] }).at(-1)).toEqual({ share: 1, text: '1' });
});

it('an axis without a range, or with none to speak of, has no ticks', () => {
  for (const range of [undefined, [1, 1], [0, NaN], [0, Infinity]]) {
    expect(ticksOf({ range })).toEqual([]);
  }
});

it('titles are texts, however they are given', () => {
  expect(titleOf({ title: { text: 'Step' } })).toBe('Step');
  expect(titleOf(undefined)).toBe('');
});
