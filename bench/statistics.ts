/** What a list of times says, and how a time grows. */
import { median } from '../src/engine/modes/benchmark.ts';

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
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)]);
  const mean = (axis: number) =>
    logs.reduce((total, point) => total + point[axis], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = logs.reduce((total, [x, y]) => total + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((total, [x]) => total + (x - mx) ** 2, 0);
}
