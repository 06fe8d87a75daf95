/** The chart as a picture, and as the numbers in it. */
import type { Row } from '../../engine/files/table.ts';
import { findFormat, formatLabels } from 'slimwave-formats/registry';
import { networkTitle } from '../archive/entry.ts';
import type { Point } from '../archive/points.ts';
import type { Figure, PlotColours } from '../chart/plot.ts';
import { isOutlined, sizeTitles, tradeOffFigure, type Size } from './figure.ts';

/** What a mark stands for. */
function kindOf({ latest: { format, width, route } }: Point): string {
  const parts = [
    formatLabels[format],
    width !== 'full' && (format === 'classical' ? 'narrow' : 'matched channels'),
    route === 'after' && 'after training',
  ];
  return parts.filter(Boolean).join(', ');
}

/** In a picture the marks have to be named; on the page they are named below the chart. */
function named(
  { data, layout, config }: Figure,
  points: readonly Point[],
  { theme }: PlotColours,
): Figure {
  const kinds = new Map(points.map((point) => [kindOf(point), point.latest]));
  const legend: Figure['data'] = [...kinds].map(([name, latest]) => {
    const { colour, mark } = findFormat(latest.format);
    const outlined = isOutlined(latest);
    return {
      x: [null],
      y: [null],
      name,
      mode: 'markers',
      marker: {
        size: 10,
        color: colour[theme],
        symbol: `${mark.symbol}${outlined ? '-open' : ''}`,
        line: { width: outlined ? 2 : 0 },
      },
    };
  });
  return {
    data: [...data, ...legend],
    layout,
    config,
  };
}

/** The chart as it stands alone. At least one point must be given. */
export const pictureOf =
  (points: readonly Point[], front: readonly Point[], size: Size) =>
  (colours: PlotColours): Figure =>
    named(tradeOffFigure(points, front, size, undefined, colours), points, colours);

/** What the chart shows, a row for every mark. */
export function chartRows(points: readonly Point[], front: readonly Point[], size: Size): Row[] {
  return points.map((point) => ({
    network: networkTitle(point.latest),
    [`${sizeTitles[size].toLowerCase()} (count)`]: point.latest[size],
    'test error, relative L2: mean (%)': 100 * point.test.mean,
    'standard deviation (%)':
      point.test.deviation === undefined ? undefined : 100 * point.test.deviation,
    'seeds (count)': point.test.count,
    'on the Pareto front': front.includes(point) ? 'yes' : 'no',
  }));
}
