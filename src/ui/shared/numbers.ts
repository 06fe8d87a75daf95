/** Numbers as the page shows them: three significant digits and a unit, or exact where it is a count. */

const grouped = new Intl.NumberFormat('en');

/** Before a unit: narrow and never broken across lines. */
const SPACE = '\u202f';

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

/** Times scatter by some percent: two digits are enough. */
export const formatMs = (ms: number): string =>
  `${ms >= 10 ? formatCount(Math.round(ms)) : ms.toFixed(1)}${SPACE}ms`;

/** A dash for what is not known or beyond all numbers. */
export const formatPercent = (fraction: number): string =>
  Number.isFinite(fraction) ? `${significant(fraction * 100)}${SPACE}%` : '–';

export const formatRatio = (ratio: number): string => `×${SPACE}${significant(ratio)}`;

/** Values in the unit of a user's own file. */
export const formatPlain = (value: number): string => String(Number(value.toPrecision(3)));

/** Lengths of u, given in metres, in millimetres. */
export const formatMillimetres = (metres: number): string =>
  `${String(Number((metres * 1e3).toPrecision(3)))}${SPACE}mm`;

export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${SPACE}s`;
  const rest = String(seconds % 60).padStart(2, '0');
  return `${Math.floor(seconds / 60)}${SPACE}min ${rest}${SPACE}s`;
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A date and time (ms since 1970) of the user's own time zone. */
export const formatMoment = (milliseconds: number): string => moment.format(milliseconds);
