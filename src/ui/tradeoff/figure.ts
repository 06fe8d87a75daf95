/** The trade-off as a Plotly figure: one mark per network, and the Pareto front as a step line. */
import type { Data } from 'plotly.js-basic-dist-min';
import { findFormat } from '../../engine/formats/index.ts';
import { DIGITS, logTicks, POWERS } from '../../engine/logTicks.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { formatPercent, formatPrefixed } from '../shared/numbers.ts';
import { entryKey, networkTitle, type Entry } from '../archive/entry.ts';

export type Size = 'convolutionParameters' | 'parameters' | 'macs';

export const sizeTitles: Readonly<Record<Size, string>> = {
  convolutionParameters: 'Convolution parameters',
  parameters: 'All parameters',
  macs: 'MACs per forecast',
};

/** An entry with a test error. */
export type Drawn = Entry & { test: number };
export const isDrawn = (entry: Entry): entry is Drawn => entry.test !== undefined && entry.test > 0;

/** Outlines stand for what is not the plain network of its format: narrow, or compressed after training. */
export const isOutlined = ({ width, route }: Entry): boolean =>
  width !== 'full' || route === 'after';

const percent = ({ test }: Drawn): number => 100 * test;

function marks(entries: readonly Drawn[], size: Size, colours: PlotColours): Data {
  return {
    x: entries.map((entry) => entry[size]),
    y: entries.map(percent),
    customdata: entries.map(entryKey),
    text: entries.map(
      (entry) =>
        `${networkTitle(entry)}<br>${formatPrefixed(entry[size])}, ${formatPercent(entry.test)}`,
    ),
    mode: 'markers',
    marker: {
      size: 10,
      color: entries.map(({ format }) => findFormat(format).colour[colours.theme]),
      symbol: entries.map(
        (entry) => `${findFormat(entry.format).mark.symbol}${isOutlined(entry) ? '-open' : ''}`,
      ),
      // Outlines take this as their width, filled marks as an edge that keeps neighbours apart.
      line: {
        width: entries.map((entry) => (isOutlined(entry) ? 2 : 0)),
      },
    },
    hovertemplate: '%{text}<extra></extra>',
  };
}

function frontLine(front: readonly Drawn[], size: Size, right: number, colours: PlotColours): Data {
  const last = front.at(-1);
  return {
    x: [...front.map((entry) => entry[size]), ...(last ? [right] : [])],
    y: [...front.map(percent), ...(last ? [percent(last)] : [])],
    mode: 'lines',
    line: { shape: 'hv', color: colours.ink, width: 1.5, dash: 'dot' },
    hoverinfo: 'skip',
  };
}

function ring(chosen: Drawn, size: Size, colours: PlotColours): Data {
  return {
    x: [chosen[size]],
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

/** At least one entry must be given. `front` is a part of the entries, ordered by size. */
export function tradeOffFigure(
  entries: readonly Drawn[],
  front: readonly Drawn[],
  size: Size,
  chosen: Drawn | undefined,
  colours: PlotColours,
): Figure {
  const titles = { x: sizeTitles[size], y: 'Test error, relative L2 (%)' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const x = logAxis(
    entries.map((entry) => entry[size]),
    sizeTick,
  );
  return {
    data: [
      frontLine(front, size, 10 ** x.range[1], colours),
      marks(entries, size, colours),
      ...(chosen ? [ring(chosen, size, colours)] : []),
    ],
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...xaxis, ...x },
      yaxis: { ...yaxis, ...logAxis(entries.map(percent), String) },
    },
    config,
  };
}
