/** What a list of times says, and how a time grows. */
import { median, fittedSlope } from '../src/engine/math.ts';

export interface Times {
  /** What the machine can do when nothing else runs (ms). */
  least: number;
  /** What it did, other programs included (ms). */
  median: number;
}

export const timesOf = (ms: readonly number[]): Times => ({
  least: Math.min(...ms),
  median: median(ms),
});

/** Exponent p of the power law y = a·xᵖ that fits best: the slope of the least squares line through the logarithms. */
export function exponent(points: readonly { x: number; y: number }[]): number {
  return fittedSlope(
    points.map(({ x }) => Math.log(x)),
    points.map(({ y }) => Math.log(y)),
  );
}

/** The smallest of the values below or at which a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
