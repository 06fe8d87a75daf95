/** What a network's error report knows, for expressions of lessons. */
import type { ErrorReport } from '../../../engine/evaluation/report.ts';

type Found = (report: ErrorReport) => number | undefined;

const band =
  (index: number): Found =>
  ({ waves }) =>
    waves.bands.at(index)?.error;

const frame =
  (place: 'first' | 'middle' | 'last'): Found =>
  ({ frames }) => {
    const known = frames?.errors.filter((error) => !Number.isNaN(error)) ?? [];
    return known.at({ first: 0, middle: Math.floor(known.length / 2), last: -1 }[place]);
  };

const found: Readonly<Record<string, Found>> = {
  long: band(0),
  middle: band(1),
  short: band(2),
  'first-time': frame('first'),
  'middle-time': frame('middle'),
  'last-time': frame('last'),
  'fed-back': ({ fedBack }) => fedBack?.errors.at(-1),
  intervals: ({ fedBack }) => fedBack?.errors.length,
};

/** Errors as fractions; of forecasts that are fed back the last one that was followed, and after how many intervals. */
export const reportQuantities = [
  'long',
  'middle',
  'short',
  'first-time',
  'middle-time',
  'last-time',
  'fed-back',
  'intervals',
] as const;

export type ReportQuantity = (typeof reportQuantities)[number];

export const reportQuantity = (
  name: ReportQuantity,
  report: ErrorReport | undefined,
): number | undefined => report && found[name](report);
