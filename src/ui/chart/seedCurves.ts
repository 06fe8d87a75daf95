/** The learning curves of a network over the seeds of a series: mean, lowest and highest at every step. */
import { mean } from '../../engine/math.ts';
import type { CurvePoint } from '../../engine/train/progress.ts';

export interface SeedCurve {
  /** Means over the seeds. */
  points: CurvePoint[];
  /** Between which values the test errors lie. */
  band: { step: number; low: number; high: number }[];
  /** How many seeds they are over. */
  seeds: number;
}

type Value = 'train' | 'test';

/** The values of all curves at the steps at which every one of them has one. */
function together(
  curves: readonly (readonly CurvePoint[])[],
  of: Value,
): [step: number, values: number[]][] {
  const bySteps = new Map<number, number[]>();
  for (const point of curves.flat()) {
    const value = point[of];
    if (value === undefined || !Number.isFinite(value)) continue;
    const values = bySteps.get(point.step);
    if (values) values.push(value);
    else bySteps.set(point.step, [value]);
  }
  return [...bySteps].filter(([, values]) => values.length === curves.length);
}

/** `curves`: of the seeds that have finished; a curve that ends early would end all. */
export function seedCurve(curves: readonly (readonly CurvePoint[])[]): SeedCurve {
  const tests = together(curves, 'test');
  const points = [
    ...together(curves, 'train').map(([step, values]) => ({ step, train: mean(values) })),
    ...tests.map(([step, values]) => ({ step, test: mean(values) })),
  ];
  return {
    points: points.toSorted((one, other) => one.step - other.step),
    band: tests.map(([step, values]) => ({
      step,
      low: Math.min(...values),
      high: Math.max(...values),
    })),
    seeds: curves.length,
  };
}
