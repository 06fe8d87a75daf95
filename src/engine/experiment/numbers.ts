/** Numbers and intervals as people, links and command lines write them. */

/** Both ends are equal where a number is given; else it is drawn anew for every sample. */
export type Interval = readonly [low: number, high: number];

/** Without binary dust such as 0.30000000000000004. */
export const withoutDust = (x: number): number => Number(x.toPrecision(12));

/** A number as a person writes it. */
export const formatNumber = (x: number): string => String(withoutDust(x));

/** `0.2..0.4`, or `0.2` where both ends are the same. */
export const formatInterval = ([low, high]: Interval): string =>
  low === high ? formatNumber(low) : `${formatNumber(low)}..${formatNumber(high)}`;

/** Linear in the length of the text, whatever it is: no two parts can take the same digits. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** More characters are junk. */
const MAX_CHARACTERS = 64;

/** What some keyboards and programs write for the signs of a number. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-'],
  [/[\uff0b\ufe62]/g, '+'],
  [/[\uff0e\ufe52]/g, '.'],
  [/[\uff0c\u066b]/g, ','],
  [/[\uff45\uff25]/g, 'e'],
  // Characters without a width, such as marks of the direction of writing.
  [/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''],
];

/** A digit of any script as one from 0 to 9: each has its ten in one row. */
function latinDigit(digit: string): string {
  let code = digit.codePointAt(0)!;
  const first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - 1))) code--;
  return String((first - code) % 10);
}

/** Blanks of any width, apostrophes and the Arabic sign: nothing but thousands is set apart with them. */
const THOUSANDS = /^([+-]?[1-9]\d{0,2})((?:[\s'’\u066c]\d{3})+)(?!\d)/;

/** A comma or full stop: between thousands, and before the decimals. Two kinds, or the same one twice, tell. */
function withDecimalPoint(text: string): string {
  const [commas, points] = [text.split(',').length - 1, text.split('.').length - 1];
  if (commas === 0) return points > 1 ? withoutGroups(text, '.') : text;
  if (points === 0) return commas > 1 ? withoutGroups(text, ',') : text.replace(',', '.');
  const commaLast = text.lastIndexOf(',') > text.lastIndexOf('.');
  if ((commaLast ? commas : points) > 1) return text;
  const [group, decimal] = commaLast ? ['.', ','] : [',', '.'];
  const [whole, rest] = text.split(decimal);
  return `${withoutGroups(whole, group)}.${rest}`;
}

const withoutGroups = (text: string, sign: string): string => {
  const [first, ...groups] = text.split(sign);
  const grouped =
    /^[+-]?[1-9]\d{0,2}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  return grouped ? first + groups.join('') : text;
};

/**
 * A number as people type it: besides plain decimal notation with a decimal comma, thousands that are set apart,
 * the minus sign of typography, and the digits of any script. Everything else (hex, Infinity, two numbers) is
 * NaN. To twelve digits, as links write them, so that whoever shares has the same number as whoever opens.
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > MAX_CHARACTERS) return NaN;
  if (NUMBER.test(trimmed)) return withoutDust(Number(trimmed));
  const latin = signs
    .reduce((current, [pattern, sign]) => current.replaceAll(pattern, sign), trimmed)
    .replaceAll(/\p{Nd}/gu, latinDigit)
    .trim();
  const together = latin.replace(THOUSANDS, (whole) => whole.replaceAll(/[^\d+-]/g, ''));
  const plain = withDecimalPoint(together);
  return NUMBER.test(plain) ? withoutDust(Number(plain)) : NaN;
}

/**
 * Whether one full stop or comma stands before exactly three digits: between thousands to some, before decimals to
 * others.
 */
export const unclearSign = (text: string): ',' | '.' | undefined => {
  const [, sign] = /^[^\d.,]?[1-9]\d{0,2}([.,])\d{3}$/.exec(text.trim()) ?? [];
  return sign as ',' | '.' | undefined;
};

/** The ends of an interval, or of a single number; not judged: there may be NaN, or too many ends. */
export function parseInterval(text: string): number[] {
  const ends = text.split('..').map(parseNumber);
  return ends.length === 1 ? [ends[0], ends[0]] : ends;
}
