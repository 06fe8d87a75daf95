/** A check's plot as a Plotly figure. */
import type { Config, Data, Layout, PlotData } from 'plotly.js-basic-dist-min';
import type { Plot, Series } from '../../engine/verification/check.ts';
import { logTicks, POWERS } from '../../engine/logTicks.ts';
import { formatRound } from '../shared/numbers.ts';

/** Measured series differ in colour and in their markers; the legend (Figure.tsx) draws the same. */
export const markers = ['circle', 'square', 'diamond', 'triangle-up'] as const;
const SERIES = markers.length;

/** On a long series markers stand apart, or they would hide the line. */
const MOST_MARKERS = 24;
/** Up to this many places the ticks stand exactly there: 16, 32, 64, 128 cells. */
const MOST_TICKS = 6;

/** A measured series with its number among the measured ones; a reference has none. */
export function numbered(series: readonly Series[]): { series: Series; index?: number }[] {
  let measured = 0;
  return series.map((one) => ({
    series: one,
    index: one.reference ? undefined : measured++ % SERIES,
  }));
}

/** A line through points that go to and fro would say nothing. */
export const isCurve = ({ x }: Series): boolean =>
  x.every((value, i) => i === 0 || value >= x[i - 1]);

interface Colours {
  ink: string;
  muted: string;
  line: string;
  series: string[];
}

/** Reads the theme's colours where `element` is; they are registered as colours, so they come resolved. */
export function figureColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    muted: colour('--ink-muted'),
    line: colour('--line'),
    series: markers.map((_, i) => colour(`--series-${i}`)),
  };
}

function trace({ series, index }: ReturnType<typeof numbered>[number], colours: Colours): Data {
  const { name, x, y } = series;
  const common = { x, y, name, hovertemplate: '%{x:.3~g}, %{y:.3~g}' } satisfies Partial<PlotData>;
  if (index === undefined) {
    // Where it lies on a measured line, the muted grey would be lost.
    const line = { color: colours.ink, width: 1.3, dash: 'dash' as const };
    return { ...common, mode: 'lines', line, opacity: 0.65 };
  }
  const color = colours.series[index];
  return {
    ...common,
    mode: isCurve(series) ? 'lines+markers' : 'markers',
    line: { color, width: 2 },
    marker: { color, size: 7, symbol: markers[index], maxdisplayed: MOST_MARKERS },
  };
}

/** Over so many decades ticks are powers of ten. */
const MANY_DECADES = 3;

/** 1, 2, 5 in every decade; over many decades powers of ten only, and not all of them. */
function ticksOf(values: readonly number[]): number[] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [];
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  const decades = Math.log10(high / low);
  if (decades < MANY_DECADES) return logTicks(low, high);
  return logTicks(low, high, { digits: POWERS, stride: Math.ceil(decades / MOST_TICKS) });
}

/** Plotly's own ticks of a logarithmic axis are single digits between powers of ten: hard to read. */
function tickPlaces({ log }: Plot['x'], values: readonly number[]): Partial<Layout['xaxis']> {
  if (!log) return {};
  const places = [...new Set(values)];
  const tickvals = places.length <= MOST_TICKS ? places : ticksOf(values);
  return { tickvals, ticktext: tickvals.map(formatRound) };
}

export function figure(
  { x, y, series }: Plot,
  colours: Colours,
): { data: Data[]; layout: Partial<Layout>; config: Partial<Config> } {
  const axis = (described: Plot['x'], values: readonly number[]) => ({
    title: { text: described.title, font: { size: 12, color: colours.ink }, standoff: 8 },
    type: described.log ? ('log' as const) : ('linear' as const),
    gridcolor: colours.line,
    linecolor: colours.line,
    tickfont: { size: 11, color: colours.muted },
    exponentformat: 'power' as const,
    zeroline: false,
    fixedrange: true,
    automargin: true,
    ...tickPlaces(described, values),
  });
  return {
    data: numbered(series).map((one) => trace(one, colours)),
    layout: {
      autosize: true,
      margin: { l: 56, r: 10, t: 8, b: 42 },
      paper_bgcolor: 'transparent',
      plot_bgcolor: 'transparent',
      font: { family: 'system-ui, sans-serif', color: colours.ink },
      hovermode: 'closest',
      hoverlabel: { font: { size: 12 } },
      showlegend: false,
      xaxis: axis(
        x,
        series.flatMap((one) => one.x),
      ),
      yaxis: axis(
        y,
        series.flatMap((one) => one.y),
      ),
    },
    config: { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true },
  };
}
