/** All numbers as the page shows them: three significant digits and a unit, or exact where it is a count. */

import { plusMinus, type Summary } from '../../engine/repeats.ts';

const grouped = new Intl.NumberFormat('en');

/** Before a unit: narrow and never broken across lines. */
const SPACE = '\u202f';

export const withUnit = (text: string, unit?: string): string =>
  unit === undefined ? text : `${text}${SPACE}${unit}`;

export const formatCount = (count: number): string => grouped.format(count);

const significant = (x: number): string => {
  if (x === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(x))));
  return x.toFixed(Math.min(digits, 6));
};

const prefixes = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** With a decimal prefix, such as `31.2 M` or `4.1 kB`. */
export function formatPrefixed(x: number, unit = ''): string {
  const [factor, prefix] = prefixes.find(([size]) => Math.abs(x) >= size) ?? [1, ''];
  const value = factor === 1 ? formatCount(x) : significant(x / factor);
  return prefix || unit ? `${value}${SPACE}${prefix}${unit}` : value;
}

/**
 * A measured time. Its last digit is that in which its scatter begins, if that is known: 26.3 ms that scatter by 4 are
 * 26 ms, and 263 ms that scatter by 40 are 260 ms. There are never more than three digits, or of unknown scatter two.
 */
export function formatMs(ms: number, scatter?: number): string {
  if (scatter === undefined || !(ms > 0)) {
    return `${ms >= 10 ? formatCount(Math.round(ms)) : ms.toFixed(1)}${SPACE}ms`;
  }
  const size = Math.floor(Math.log10(ms));
  // Of a scatter larger than the time, the first digit remains.
  const last = Math.min(size, Math.max(Math.floor(Math.log10(scatter)), size - 2));
  const unit = 10 ** last;
  const rounded = Math.round(ms / unit) * unit;
  return `${last >= 0 ? formatCount(rounded) : rounded.toFixed(-last)}${SPACE}ms`;
}

/** A dash for what is not known or beyond all numbers. */
export const formatPercent = (fraction: number): string =>
  Number.isFinite(fraction) ? `${significant(fraction * 100)}${SPACE}%` : '–';

/** A mean of fractions with their standard deviation, such as `6.4 ± 0.3 %`; without one, the mean alone. */
export const formatPercentScatter = ({ mean, deviation }: Summary): string =>
  deviation === undefined
    ? formatPercent(mean)
    : withUnit(plusMinus(100 * mean, 100 * deviation), '%');

export const formatRatio = (ratio: number): string => `×${SPACE}${significant(ratio)}`;

/** Within a sentence: 1.38 times as large as the other. */
export const formatTimes = (ratio: number): string => `${significant(ratio)}${SPACE}times`;

/** Of measured times, which scatter by some percent: with two digits. */
export const formatTimeRatio = (ratio: number): string =>
  `×${SPACE}${ratio >= 10 ? Math.round(ratio) : ratio.toPrecision(2)}`;

/** With as many digits as it needs, at most `digits`: rates, lengths on axes, values in the unit of a user's own file. */
export const formatPlain = (value: number, digits = 3): string =>
  String(Number(value.toPrecision(digits)));

/** A whole percentage, rounded down: 100 % is said only at the end. */
export const formatShare = (share: number): string =>
  withUnit(String(Math.floor(100 * share)), '%');

/** The length of time steps, given in seconds. */
export function formatTimeStep(seconds: number): string {
  if (seconds >= 10) return withUnit(seconds.toPrecision(3), 's');
  return seconds >= 1e-6
    ? withUnit((seconds * 1e3).toPrecision(3), 'ms')
    : withUnit((seconds * 1e6).toPrecision(3), 'µs');
}

/** Seconds; below ten with one decimal. */
export const formatSeconds = (ms: number): string =>
  `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)}${SPACE}s`;

export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${SPACE}s`;
  const rest = String(seconds % 60).padStart(2, '0');
  return `${Math.floor(seconds / 60)}${SPACE}min ${rest}${SPACE}s`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A time (ms) that is known roughly, in the unit that people use: `40 s`, `12 min`, `26 hours`, `3 days`. */
export function formatRoughly(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return withUnit(String(Math.ceil(ms / 1000)), 's');
  if (ms < 1.5 * HOUR_MS) return withUnit(String(Math.round(ms / MINUTE_MS)), 'min');
  if (ms < 2 * DAY_MS) return countOf(Math.round(ms / HOUR_MS), 'hour');
  return countOf(Math.round(ms / DAY_MS), 'day');
}

/** A number of things, such as “1 change” and “2 changes”. */
export const countOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A date and time (ms since 1970) of the user's own time zone. */
export const formatMoment = (milliseconds: number): string => moment.format(milliseconds);

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (character, digit) => [String(digit), character])),
};

const superscript = (exponent: number): string =>
  Array.from(String(exponent), (character) => SUPERSCRIPTS[character]).join('');

/** With so many significant digits, and with a power of ten where zeros would hide the size. */
export function formatDigits(x: number, digits: number): string {
  if (Number.isNaN(x)) return 'not a number';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  const [mantissa, exponent] = x.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const plain = power >= -3 && power < 5;
  const rounded = Number(x.toPrecision(digits));
  const text = plain ? rounded.toFixed(Math.max(0, digits - 1 - power)) : mantissa;
  const signed = text.replace('-', '−');
  return plain ? signed : `${signed}${SPACE}×${SPACE}10${superscript(power)}`;
}

/** For round numbers (bounds, ticks): three digits at most, without zeros at the end. */
export function formatRound(x: number): string {
  const short = Number(x.toPrecision(3));
  const size = Math.abs(short);
  if (short === 0 || (size >= 1e-3 && size < 1e5)) return String(short).replace('-', '−');
  const [mantissa, exponent] = short.toExponential().split('e');
  const power = `10${superscript(Number(exponent))}`;
  return mantissa === '1' ? power : `${mantissa}${SPACE}×${SPACE}${power}`;
}
