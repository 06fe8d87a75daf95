/** Singular values of all layers, normalised to the first, as a Plotly figure. */
import type { Data } from 'plotly.js-basic-dist-min';
import { DIGITS, logTicks, POWERS } from '../../engine/logTicks.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { formatPercent } from '../shared/numbers.ts';
import type { SpectrumRow } from './spectrum.ts';

const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;
/** The same as dash arrays, for the key in the table. */
export const dashArrays = [undefined, '5 3', '2 2', '5 2 1.5 2'] as const;
/** Colours of the receivers, which are apart from each other for everyone. */
const COLOURS = 4;

/** Colour and dash of a layer's line. */
export const lineStyle = (layer: number) => ({
  colour: layer % COLOURS,
  dash: Math.floor(layer / COLOURS) % dashes.length,
});

/** Nothing is drawn below this: there it is rounding of 32-bit weights. */
const FLOOR = 1e-6;

const sharesOf = (values: Float32Array): number[] =>
  Array.from(values, (sigma) => sigma / values[0]).filter((share) => share >= FLOOR);

/** Ticks at most on the axis of whole numbers. */
const MAX_TICKS = 8;

/** Ticks from below the smallest share up to 1; over more than so many decades, powers of ten. */
const FEW_DECADES = 2;
export const shareTicks = (smallest: number): number[] =>
  logTicks(smallest, 1, { digits: smallest < 10 ** -FEW_DECADES ? POWERS : DIGITS });

function trace(
  { name, values, rank, kept }: SpectrumRow,
  layer: number,
  colours: PlotColours,
): Data[] {
  if (!values || !(values[0] > 0)) return [];
  const style = lineStyle(layer);
  const color = colours.receivers[style.colour];
  const shares = sharesOf(values);
  const line: Data = {
    x: shares.map((_, r) => r + 1),
    y: shares,
    name,
    mode: shares.length > 1 ? 'lines' : 'markers',
    line: { color, width: 1.5, dash: dashes[style.dash] },
    hovertemplate: `%{y:.2g}<extra>${name}</extra>`,
  };
  if (rank === undefined || kept === undefined || rank > shares.length) return [line];
  const mark: Data = {
    x: [rank],
    y: [shares[rank - 1]],
    name: `${name}, rank chosen`,
    mode: 'markers',
    marker: { color, size: 9, symbol: 'circle-open', line: { width: 2 } },
    hovertemplate: `rank ${rank} keeps ${formatPercent(kept)}<extra>${name}</extra>`,
  };
  return [line, mark];
}

export function spectrumFigure(rows: readonly SpectrumRow[], colours: PlotColours): Figure {
  const titles = { x: 'Number r of the singular value', y: 'σᵣ / σ₁' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const longest = Math.max(2, ...rows.map(({ values }) => values?.length ?? 0));
  const ticks = shareTicks(
    rows.reduce(
      (least, { values }) => Math.min(least, ...(values ? sharesOf(values).slice(-1) : [])),
      0.5,
    ),
  );
  return {
    data: rows.flatMap((row, layer) => trace(row, layer, colours)),
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: {
        ...xaxis,
        range: [1 - 0.03 * longest, longest * 1.03],
        tick0: 1,
        dtick: Math.ceil(longest / MAX_TICKS),
      },
      yaxis: {
        ...yaxis,
        type: 'log',
        range: [Math.log10(ticks[0]) - 0.02, 0.06],
        tickvals: ticks,
        ticktext: ticks.map(String),
      },
    },
    config,
  };
}
