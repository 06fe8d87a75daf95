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

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * `Number`, but only for plain decimal notation; everything else (hex, blanks, Infinity) is NaN. To twelve
 * digits, as links write them, so that whoever shares has the same number as whoever opens.
 */
export const parseNumber = (text: string): number =>
  NUMBER.test(text) ? withoutDust(Number(text)) : NaN;

/** The ends of an interval, or of a single number; not judged: there may be NaN, or too many ends. */
export function parseInterval(text: string): number[] {
  const ends = text.split('..').map(parseNumber);
  return ends.length === 1 ? [ends[0], ends[0]] : ends;
}
