import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { toCsv } from '../../engine/files/table.ts';
import { endedEntry, quick } from '../archive/entry.testing.ts';
import { pointsOf } from '../archive/points.ts';
import type { PlotColours } from '../chart/plot.ts';
import { chartRows } from './chartFiles.ts';
import { tradeOffFigure } from './figure.ts';

const { experiment } = quick;
const points = pointsOf([
  endedEntry(experiment, 'b', 0.1),
  endedEntry(withValue(experiment, 'training.initSeed', 2), 'b', 0.3),
  endedEntry(experiment, 'a', 0.125),
]);

it('has a bar from mean − deviation to mean + deviation over the seeds, and axes that show it whole', () => {
  const { data, layout } = tradeOffFigure(points, [], 'parameters', undefined, {
    theme: 'light',
  } as PlotColours);
  const [, marks] = data as [unknown, { y: number[]; error_y: Record<string, number[]> }];
  expect(marks.y[0]).toBeCloseTo(20, 9);
  // Of 10 and 30 %, with n − 1.
  expect(marks.error_y.array[0]).toBeCloseTo(Math.sqrt(200), 9);
  expect(marks.error_y.arrayminus[0]).toBeCloseTo(Math.sqrt(200), 9);
  expect(marks.error_y.array[1]).toBe(0);
  const [low, high] = (layout.yaxis!.range as number[]).map((power) => 10 ** power);
  expect(low).toBeLessThan(20 - Math.sqrt(200));
  expect(high).toBeGreaterThan(20 + Math.sqrt(200));
});

it('a bar that would reach below zero ends on the axis', () => {
  const wide = pointsOf(
    [0.001, 0.001, 0.9].map((test, i) =>
      endedEntry(withValue(experiment, 'training.initSeed', i), 'b', test),
    ),
  );
  const { data } = tradeOffFigure(wide, [], 'parameters', undefined, {} as PlotColours);
  const { y, error_y: bar } = data[1] as { y: number[]; error_y: Record<string, number[]> };
  expect(y[0] - bar.arrayminus[0]).toBeGreaterThan(0);
});

it('the data of the chart are what it shows', () => {
  const csv = toCsv(chartRows(points, points.slice(1), 'parameters')).split('\r\n');
  expect(csv[0]).toBe(
    'network,all parameters (count),"test error, relative L2: mean (%)",standard deviation (%),seeds (count),on the Pareto front',
  );
  expect(csv[1]).toMatch(/^"Layer CP, 29%",\d+,20,14\.14\d*,2,no$/);
  expect(csv[2]).toMatch(/^Classical,\d+,12\.5,,1,yes$/);
});
