/** A check's plot as a Plotly figure. */
import type { Config, Data, Layout, PlotData } from 'plotly.js-basic-dist-min';
import type { Plot, Series } from '../../engine/verification/check.ts';

/** Measured series differ in colour and in their markers; the legend (Figure.tsx) draws the same. */
export const markers = ['circle', 'square', 'diamond', 'triangle-up'] as const;
export const SERIES = markers.length;

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
    return { ...common, mode: 'lines', line: { color: colours.muted, width: 1.3, dash: 'dash' } };
  }
  const color = colours.series[index];
  return {
    ...common,
    mode: isCurve(series) ? 'lines+markers' : 'markers',
    line: { color, width: 2 },
    marker: { color, size: 7, symbol: markers[index], maxdisplayed: MOST_MARKERS },
  };
}

function ticks(series: readonly Series[]): { tickvals?: number[] } {
  const places = [...new Set(series.flatMap(({ x }) => x))];
  return places.length <= MOST_TICKS ? { tickvals: places } : {};
}

export function figure(
  { x, y, series }: Plot,
  colours: Colours,
): { data: Data[]; layout: Partial<Layout>; config: Partial<Config> } {
  const axis = ({ title, log }: Plot['x']) => ({
    title: { text: title, font: { size: 12, color: colours.ink }, standoff: 8 },
    type: log ? ('log' as const) : ('linear' as const),
    gridcolor: colours.line,
    linecolor: colours.line,
    tickfont: { size: 11, color: colours.muted },
    exponentformat: 'power' as const,
    zeroline: false,
    fixedrange: true,
    automargin: true,
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
      xaxis: { ...axis(x), ...(x.log ? ticks(series) : {}) },
      yaxis: axis(y),
    },
    config: { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true },
  };
}
