/** Sizes and errors of networks in words that need no table. */

import { withUnit } from '../shared/numbers.ts';

/** Sizes that differ by less are called about the same: channels are whole numbers, so matched networks differ by as much. */
const SAME_SIZE = 0.03;

export type Size = 'smaller' | 'same' | 'larger';

export function sizeOf(ratio: number): Size {
  if (Math.abs(ratio - 1) <= SAME_SIZE) return 'same';
  return ratio < 1 ? 'smaller' : 'larger';
}

/** Ratios that have a name; others are said as numbers. */
const names: readonly (readonly [ratio: number, name: string])[] = [
  [1 / 2, 'half of'],
  [1 / 3, 'a third of'],
  [1 / 4, 'a quarter of'],
  [1 / 5, 'a fifth of'],
  [1 / 6, 'a sixth of'],
  [1 / 8, 'an eighth of'],
  [1 / 10, 'a tenth of'],
  [2 / 3, 'two thirds of'],
  [3 / 4, 'three quarters of'],
  [2, 'twice'],
  [3, 'three times'],
  [4, 'four times'],
];

/** So far from its name a ratio is still called so, or with an “about”. */
const [EXACTLY, ABOUT] = [0.02, 0.06];

/** Two digits, or of more than a hundred the whole number. */
const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));

/** Such as `about a third of`, `28 % of`, `twice` or `1.4 times`, to stand before what is counted. */
export function shareText(ratio: number): string {
  const distance = ([named]: readonly [number, string]) => Math.abs(ratio / named - 1);
  const [closest] = names.toSorted((one, other) => distance(one) - distance(other));
  if (distance(closest) <= ABOUT)
    return distance(closest) <= EXACTLY ? closest[1] : `about ${closest[1]}`;
  return ratio < 1 ? `${withUnit(short(100 * ratio), '%')} of` : `${short(ratio)} times`;
}

/** Such as `2.2 × the error of A`. */
export const factorText = (factor: number, of: string): string =>
  `${withUnit(short(factor), '×')} the error of ${of}`;

/** Such as `7 % more error`. */
export function excessText(factor: number): string {
  const percent = 100 * Math.abs(factor - 1);
  const text = percent >= 1 ? String(Math.round(percent)) : short(percent);
  return `${withUnit(text, '%')} ${factor > 1 ? 'more' : 'less'} error`;
}
