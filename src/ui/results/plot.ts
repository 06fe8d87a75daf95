/** The learning curves as a Plotly figure. */
import type { Config, Data, Layout } from 'plotly.js-basic-dist-min';
import type { CurvePoint } from '../../engine/train/session.ts';

export interface PlotColours {
  ink: string;
  muted: string;
  line: string;
  a: string;
  b: string;
}

/** Reads the theme's colours where `element` is; they are registered as colours, so they come resolved. */
export function plotColours(element: Element): PlotColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    muted: colour('--ink-muted'),
    line: colour('--line'),
    a: colour('--network-a'),
    b: colour('--network-b'),
  };
}

function curves(name: string, points: CurvePoint[], colour: string): Data[] {
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
      name: `${name} train`,
      mode: 'lines',
      line: { color: colour, width: 1 },
      opacity: 0.45,
      hovertemplate: `%{y:.3g} %<extra>${name} train</extra>`,
    },
    {
      ...pick('test'),
      name: `${name} test`,
      mode: 'lines+markers',
      line: { color: colour, width: 2 },
      marker: { size: 5, symbol: name === 'A' ? 'circle' : 'square' },
      hovertemplate: `%{y:.3g} %<extra>${name} test</extra>`,
    },
  ];
}

/** What a logarithmic axis can show. */
const isDrawable = (x: number | undefined): x is number =>
  x !== undefined && Number.isFinite(x) && x > 0;

/** 1, 2, 5, 10, … from below the smallest to above the largest error (%). */
function percentTicks(points: CurvePoint[]): number[] {
  const values = points.flatMap(({ train, test }) => [train, test].filter(isDrawable));
  if (values.length === 0) values.push(0.05, 1);
  const low = 100 * Math.min(...values);
  const high = 100 * Math.max(...values);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of [1, 2, 5]) ticks.push(Number((digit * 10 ** power).toPrecision(1)));
  }
  const first = ticks.findLastIndex((tick) => tick <= low);
  const last = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(Math.max(0, first), last + 1);
}

export function plotFigure(
  points: { a: CurvePoint[]; b: CurvePoint[] },
  steps: number,
  colours: PlotColours,
): { data: Data[]; layout: Partial<Layout>; config: Partial<Config> } {
  const axis = {
    gridcolor: colours.line,
    linecolor: colours.line,
    tickfont: { size: 11, color: colours.muted },
    zeroline: false,
    fixedrange: true,
  };
  const ticks = percentTicks([...points.a, ...points.b]);
  const title = (text: string) => ({ text, font: { size: 12, color: colours.muted }, standoff: 6 });
  return {
    data: [...curves('A', points.a, colours.a), ...curves('B', points.b, colours.b)],
    layout: {
      autosize: true,
      margin: { l: 48, r: 6, t: 6, b: 40 },
      paper_bgcolor: 'transparent',
      plot_bgcolor: 'transparent',
      font: { family: 'system-ui, sans-serif', color: colours.ink },
      hovermode: 'x unified',
      hoverlabel: { font: { size: 12 } },
      showlegend: false,
      xaxis: { ...axis, title: title('Training step'), range: [0, steps], hoverformat: 'd' },
      yaxis: {
        ...axis,
        title: title('Relative L2 error (%)'),
        type: 'log',
        range: [Math.log10(ticks[0]), Math.log10(ticks[ticks.length - 1])],
        tickvals: ticks,
        ticktext: ticks.map(String),
      },
    },
    config: { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true },
  };
}
