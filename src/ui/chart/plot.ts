/** Charts as Plotly figures: what they have in common, and the learning curves. */
import type { Config, Data, Layout, Shape } from 'plotly.js-basic-dist-min';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { logTicks } from '../../engine/logTicks.ts';
import { networkMarks } from './networkMarks.ts';
import type { SeedCurve } from './seedCurves.ts';
import type { CurvePoint } from '../../engine/train/progress.ts';
import type { Theme } from '../theme.ts';

export interface PlotColours {
  ink: string;
  muted: string;
  line: string;
  /** Behind labels that lie over lines. */
  surface: string;
  networks: Readonly<Record<NetworkId, string>>;
  /** Of the receivers, in turn. */
  receivers: readonly string[];
  /** For colours that do not come from the style sheet. */
  theme: Theme;
}

export interface Figure {
  data: Data[];
  layout: Partial<Layout>;
  config: Partial<Config>;
}

/** Space around the axes with letters of 16 px (px); what is drawn over a chart must know it. */
export const MARGIN = { l: 48, r: 6, t: 6, b: 40 } as const;

/** Reads the theme's colours where `element` is; they are registered as colours, so they come resolved. */
export function plotColours(element: Element, theme: Theme): PlotColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    muted: colour('--ink-muted'),
    line: colour('--line'),
    surface: colour('--surface'),
    networks: {
      a: colour('--network-a'),
      b: colour('--network-b'),
      c: colour('--network-c'),
      d: colour('--network-d'),
    },
    receivers: [1, 2, 3, 4].map((i) => colour(`--receiver-${i}`)),
    theme,
  };
}

export interface NetworkCurve {
  id: NetworkId;
  /** Such as `Kernel CP, rank 1`. */
  name: string;
  points: readonly CurvePoint[];
  /** Of a series, whose means the points are: the range of the test errors, and the seed in progress. */
  seeds?: Pick<SeedCurve, 'band' | 'seeds'> & { present: readonly CurvePoint[] };
}

const testsOf = (points: readonly CurvePoint[]) => {
  const known = points.filter(({ test }) => test !== undefined);
  return { x: known.map(({ step }) => step), y: known.map(({ test = NaN }) => 100 * test) };
};

/** Behind the lines: the range of the seeds, and thinner than their mean the seed in progress. */
function seedLines({ id, name: called, seeds }: NetworkCurve, colours: PlotColours): Data[] {
  if (!seeds) return [];
  const { band, present } = seeds;
  const name = `${id.toUpperCase()} · ${called}`;
  const color = colours.networks[id];
  const back = band.toReversed();
  return [
    {
      x: [...band, ...back].map(({ step }) => step),
      y: [...band.map(({ high }) => 100 * high), ...back.map(({ low }) => 100 * low)],
      name: `${name}, range`,
      mode: 'lines',
      line: { width: 0 },
      fill: 'toself',
      fillcolor: color,
      opacity: 0.2,
      hoverinfo: 'skip',
    },
    {
      ...testsOf(present),
      name: `${name}, seed in progress`,
      mode: 'lines',
      line: { color, width: 1, dash: 'dot' },
      hoverinfo: 'skip',
    },
  ];
}

/**
 * Where the pointer is, the network's letter must do: whole names would cover a narrow chart, and the legend above it
 * has both.
 */
function linesOf({ id, name: called, points, seeds }: NetworkCurve, colours: PlotColours): Data[] {
  const colour = colours.networks[id];
  const letter = id.toUpperCase();
  const name = `${letter} · ${called}`;
  const range = seeds?.band.map(({ low, high }) => [100 * low, 100 * high]);
  const pick = (set: 'train' | 'test') => {
    const known = points.filter((point) => point[set] !== undefined);
    return {
      x: known.map(({ step }) => step),
      y: known.map((point) => 100 * (point[set] ?? NaN)),
    };
  };
  return [
    {
      ...pick('train'),
      name: `${name}, train`,
      mode: 'lines',
      line: { color: colour, width: 1 },
      opacity: 0.45,
      hovertemplate: `%{y:.3g} %<extra>${letter}, train</extra>`,
    },
    {
      ...pick('test'),
      name: `${name}, test`,
      mode: 'lines+markers',
      line: { color: colour, width: 2 },
      marker: { size: 5, symbol: networkMarks[id].symbol },
      customdata: range,
      hovertemplate: range
        ? `%{y:.3g} % (%{customdata[0]:.3g} to %{customdata[1]:.3g})<extra>${letter}, test</extra>`
        : `%{y:.3g} %<extra>${letter}, test</extra>`,
    },
  ];
}

/** What a logarithmic axis can show. */
const isDrawable = (x: number | undefined): x is number =>
  x !== undefined && Number.isFinite(x) && x > 0;

/** For errors as fractions, ticks in percent from below the smallest to above the largest. */
function percentTicks(points: readonly CurvePoint[]): number[] {
  const values = points.flatMap(({ train, test }) => [train, test].filter(isDrawable));
  if (values.length === 0) values.push(0.05, 1);
  return logTicks(100 * Math.min(...values), 100 * Math.max(...values));
}

/** Layout and axes as all charts have them. */
export function emptyFigure(colours: PlotColours, titles: { x: string; y: string }) {
  const axis = (text: string) => ({
    title: { text, font: { size: 12, color: colours.muted }, standoff: 6 },
    gridcolor: colours.line,
    linecolor: colours.line,
    tickfont: { size: 11, color: colours.muted },
    zeroline: false,
    zerolinecolor: colours.line,
    fixedrange: true,
  });
  const layout = {
    autosize: true,
    margin: MARGIN,
    paper_bgcolor: 'transparent',
    plot_bgcolor: 'transparent',
    font: { family: 'system-ui, sans-serif', color: colours.ink },
    hovermode: 'x unified',
    hoverlabel: { bgcolor: colours.surface, font: { size: 12 } },
    showlegend: false,
  } satisfies Partial<Layout>;
  const config: Partial<Config> = {
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    responsive: true,
  };
  return { layout, config, xaxis: axis(titles.x), yaxis: axis(titles.y) };
}

const verticalLine = (x: number, { muted }: PlotColours): Partial<Shape> => ({
  type: 'line',
  x0: x,
  x1: x,
  yref: 'paper',
  y0: 0,
  y1: 1,
  line: { color: muted, width: 1, dash: 'dot' },
});

/** `cutAt`: the step at which a network is compressed after training. */
export function curvesFigure(
  curves: readonly NetworkCurve[],
  steps: number,
  cutAt: number | undefined,
  colours: PlotColours,
): Figure {
  const titles = { x: 'Training step', y: 'Relative L2 error (%)' };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const bands = curves.flatMap(({ seeds }) => seeds?.band ?? []);
  const ticks = percentTicks([
    ...curves.flatMap(({ points, seeds }) => [...points, ...(seeds?.present ?? [])]),
    ...bands.map(({ step, low, high }) => ({ step, train: low, test: high })),
  ]);
  return {
    data: [
      ...curves.flatMap((curve) => seedLines(curve, colours)),
      ...curves.flatMap((curve) => linesOf(curve, colours)),
    ],
    layout: {
      ...layout,
      shapes: cutAt === undefined ? [] : [verticalLine(cutAt, colours)],
      xaxis: { ...xaxis, range: [0, steps], hoverformat: 'd' },
      yaxis: {
        ...yaxis,
        type: 'log',
        range: [Math.log10(ticks[0]), Math.log10(ticks[ticks.length - 1])],
        tickvals: ticks,
        ticktext: ticks.map(String),
      },
    },
    config,
  };
}
