import { expect, it } from 'vitest';
import { parseItems } from '../../engine/experiment/list.ts';
import { withCorner, withoutCorner } from './corners.ts';
import { harmless, joinItems, narrowed, splitItems, widened } from './itemTexts.ts';

const TEXT = 'circle(fixed,0.4..0.6,0.5,0.1) polygon(free,0.1,0.1,0.3,0.1,0.2,0.3)';
const limits = { min: 0, max: 1, step: 0.01 };

it('takes a list apart and joins it again', () => {
  expect(joinItems(splitItems(TEXT))).toBe(TEXT);
  expect(splitItems('')).toEqual([]);
});

it('knows kinds with hyphens and digits', () => {
  const text = 'kernel-cp(1,0) tucker-2(3,4)';
  expect(splitItems(text).map(({ kind }) => kind)).toEqual(['kernel-cp', 'tucker-2']);
  expect(joinItems(splitItems(text))).toBe(text);
});

it.each(['', '0.', 'a', '1,2,', ')', 'circle(', '..', ' '])(
  'keeps %j typed into one number out of the others',
  (typed) => {
    const items = splitItems(TEXT);
    const [circle] = items;
    const changed = { ...circle, numbers: circle.numbers.with(1, harmless(typed)) };
    const text = joinItems(items.with(0, changed));
    expect(splitItems(text)).toEqual(items.with(0, changed));
  },
);

it.each([
  ['0,15', '0.15'],
  ['0,2..0,4', '0.2..0.4'],
  ['\u22120,5', '-0.5'],
  ['٠٫٢', '0.2'],
  ['0.', '0.'],
  ['1,2,3', '1?2?3'],
])('writes %j, typed into one number of a list, as %j', (typed, text) => {
  expect(harmless(typed)).toBe(text);
});

it('makes intervals of numbers and numbers of intervals, inside the limits', () => {
  expect(widened('0.5', limits)).toBe('0.45..0.55');
  expect(widened('0.98', limits)).toBe('0.93..1');
  expect(widened('x', limits)).toBe('0.45..0.55');
  expect(narrowed('0.45..0.55', limits)).toBe('0.5');
  expect(narrowed('..', limits)).toBe('0');
});

it('adds a corner outside the polygon, whichever way round it goes, and removes one', () => {
  for (const text of ['polygon(0.2,0.2,0.4,0.2,0.3,0.4)', 'polygon(0.2,0.2,0.3,0.4,0.4,0.2)']) {
    const [item] = splitItems(text);
    const [x, y] = withCorner(item, 0).numbers.slice(-2).map(Number);
    // Above the line from the last to the first corner or below it: away from the centre.
    const [x0, y0, , , x1, y1] = item.numbers.map(Number);
    const distance = (px: number, py: number) => Math.hypot(px - 0.3, py - 0.27);
    expect(distance(x, y)).toBeGreaterThan(distance((x0 + x1) / 2, (y0 + y1) / 2));
    expect(withoutCorner(withCorner(item, 0), 0, 3)).toEqual(item);
    expect(typeof parseItems(joinItems([withCorner(item, 0)]))).not.toBe('string');
  }
});
