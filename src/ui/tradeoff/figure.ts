/** The trade-off as a Plotly figure: one mark per network, with a bar over its seeds, and the Pareto front as a step line. */
import type { Data } from 'plotly.js-basic-dist-min';
import { findFormat } from 'slimwave-formats/registry';
import { DIGITS, logTicks, POWERS } from '../../engine/logTicks.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { countOf, formatPercentScatter, formatPrefixed } from '../shared/numbers.ts';
import { networkTitle, type Entry } from '../archive/entry.ts';
import type { Point } from '../archive/points.ts';

export type Size = 'parameters' | 'macs' | 'convolutionParameters';

export const sizeTitles: Readonly<Record<Size, string>> = {
  parameters: 'All parameters',
  macs: 'MACs per forecast',
  convolutionParameters: 'Convolution parameters',
};

/** Whether it has a test error that a logarithmic axis can show. */
export const isDrawn = ({ test }: Point): boolean => test.count > 0 && test.mean > 0;

/** Outlines stand for what is not the plain network of its format: narrow, or compressed after training. */
export const isOutlined = ({ width, route }: Entry): boolean =>
  width !== 'full' || route === 'after';

const percent = ({ test }: Point): number => 100 * test.mean;

/** Ends of the bar: mean ± standard deviation (%). A logarithmic axis has no room below zero. */
function barOf(point: Point): [low: number, high: number] {
  const [mean, deviation] = [percent(point), 100 * (point.test.deviation ?? 0)];
  return [Math.max(mean - deviation, mean / 10), mean + deviation];
}

const seedsPart = ({ entries }: Point): string =>
  entries.length > 1 ? `, ${countOf(entries.length, 'seed')}` : '';

function marks(points: readonly Point[], size: Size, colours: PlotColours): Data {
  return {
    x: points.map(({ latest }) => latest[size]),
    y: points.map(percent),
    error_y: {
      type: 'data',
      symmetric: false,
      array: points.map((point) => barOf(point)[1] - percent(point)),
      arrayminus: points.map((point) => percent(point) - barOf(point)[0]),
      color: colours.muted,
      thickness: 1.5,
      width: 4,
    },
    customdata: points.map(({ key }) => key),
    text: points.map(
      (point) =>
        `${networkTitle(point.latest)}<br>${formatPrefixed(point.latest[size])}, ${formatPercentScatter(point.test)}${seedsPart(point)}`,
    ),
    mode: 'markers',
    marker: {
      size: 10,
      color: points.map(({ latest }) => findFormat(latest.format).colour[colours.theme]),
      symbol: points.map(
        ({ latest }) =>
          `${findFormat(latest.format).mark.symbol}${isOutlined(latest) ? '-open' : ''}`,
      ),
      // Outlines take this as their width, filled marks as an edge that keeps neighbours apart.
      line: {
        width: points.map(({ latest }) => (isOutlined(latest) ? 2 : 0)),
      },
    },
    hovertemplate: '%{text}<extra></extra>',
  };
}

function frontLine(front: readonly Point[], size: Size, right: number, colours: PlotColours): Data {
  const last = front.at(-1);
  return {
    x: [...front.map(({ latest }) => latest[size]), ...(last ? [right] : [])],
    y: [...front.map(percent), ...(last ? [percent(last)] : [])],
    mode: 'lines',
    line: { shape: 'hv', color: colours.ink, width: 1.5, dash: 'dot' },
    hoverinfo: 'skip',
  };
}

function ring(chosen: Point, size: Size, colours: PlotColours): Data {
  return {
    x: [chosen.latest[size]],
    y: [percent(chosen)],
    mode: 'markers',
    marker: { size: 19, symbol: 'circle-open', color: colours.ink, line: { width: 2 } },
    hoverinfo: 'skip',
  };
}

/** Digits of the ticks on an axis over at least so many decades. */
const tickDigits: readonly (readonly [decades: number, digits: readonly number[]])[] = [
  [2.5, POWERS],
  [1, DIGITS],
  [0.5, [1, 1.5, 2, 3, 4, 5, 7]],
  [0, [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9]],
];

/** A logarithmic axis around some positive values, with room for their marks. */
function logAxis(values: readonly number[], text: (tick: number) => string) {
  const [low, high] = [Math.min(...values) / 1.2, Math.max(...values) * 1.2];
  const [, digits] = tickDigits.find(([decades]) => Math.log10(high / low) >= decades)!;
  const tickvals = logTicks(low, high, { digits, inside: true });
  const range = [Math.log10(low), Math.log10(high)];
  return { type: 'log' as const, range, tickvals, ticktext: tickvals.map(text) };
}

/** Without the zeros that fill up to three digits: `1 k`, not `1.00 k`. */
const sizeTick = (tick: number): string =>
  formatPrefixed(tick).replace(/\.(\d*?)0+(?!\d)/, (_, kept: string) => (kept ? `.${kept}` : ''));

/** At least one point must be given, all of them drawn. `front` is a part of them, ordered by size. */
export function tradeOffFigure(
  points: readonly Point[],
  front: readonly Point[],
  size: Size,
  chosen: Point | undefined,
  colours: PlotColours,
): Figure {
  const titles = { x: sizeTitles[size], y: 'Test error, relative L2 (%)' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const x = logAxis(
    points.map(({ latest }) => latest[size]),
    sizeTick,
  );
  return {
    data: [
      frontLine(front, size, 10 ** x.range[1], colours),
      marks(points, size, colours),
      ...(chosen ? [ring(chosen, size, colours)] : []),
    ],
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...xaxis, ...x },
      yaxis: { ...yaxis, ...logAxis(points.flatMap(barOf), String) },
    },
    config,
  };
}
