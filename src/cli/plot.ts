/** Plots on logarithmic axes as one SVG file: measured points with lines and error bars, ideal lines dashed. */
import { DIGITS, logTicks, POWERS } from '../engine/logTicks.ts';

export interface PlotPoint {
  x: number;
  y: number;
  /** Ends of an error bar. */
  bar?: readonly [low: number, high: number];
}

export interface Series {
  name: string;
  points: readonly PlotPoint[];
  ideal?: readonly PlotPoint[];
  /** One of its own, if not the next in the row. */
  colour?: string;
  /** Path of its mark in a square of 12; a dot if it has none. */
  mark?: string;
  /** Marks as outlines, the line between them dotted. */
  outlined?: boolean;
}

export interface Panel {
  /** What x is. */
  title: string;
  series: readonly Series[];
}

/** Texts of the ticks: the measured values of x alone are marked unless `x` is there. */
export interface Labels {
  x?: (value: number) => string;
  y: (value: number) => string;
}

const WIDTH = 360;
const HEIGHT = 290;
const MARGIN = { left: 56, right: 16, top: 12, bottom: 40 };
/** Between the ends of the axis of x and the outermost points. */
const INSET = 14;
/** Told apart by colour-blind eyes (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];
const LEGEND = { columns: 3, row: 18 };

type Scale = (value: number) => number;

interface Axes {
  x: Scale;
  y: Scale;
}

/** Position of a value between `from` and `to` on a logarithmic axis that covers `low` to `high`. */
export const logScale =
  (low: number, high: number, from: number, to: number): Scale =>
  (value) =>
    from + ((to - from) * Math.log(value / low)) / Math.log(high / low);

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x: number, y: number, content: string, anchor = 'middle'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(content)}</text>`;

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${stroke}"/>`;
}

/** Values that differ by more than a factor have ticks at these digits. */
const tickDigits: readonly (readonly [factor: number, digits: readonly number[]])[] = [
  [100, POWERS],
  [5, DIGITS],
  [0, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]],
];

/** Ticks around the values, or among them. */
const ticksOf = (low: number, high: number, inside = false): number[] => {
  const [, digits] = tickDigits.find(([factor]) => high / low > factor)!;
  return logTicks(low, high, { digits, inside });
};

interface Range {
  low: number;
  high: number;
}

const rangeOf = (values: readonly number[]): Range => ({
  low: Math.min(...values),
  high: Math.max(...values),
});

/** A little wider if there is a single value: it has no place on a logarithmic axis of no length. */
const widened = ({ low, high }: Range): Range =>
  low < high ? { low, high } : { low: low / 2, high: high * 2 };

function frame(
  { title, series }: Panel,
  { x, y }: Axes,
  xs: Range,
  yTicks: number[],
  labels: Labels,
) {
  const bottom = HEIGHT - MARGIN.bottom;
  const right = WIDTH - MARGIN.right;
  const measured = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))];
  const xTicks = labels.x ? ticksOf(xs.low, xs.high, true) : measured;
  return [
    ...yTicks.flatMap((tick) => [
      line(MARGIN.left, y(tick), right, y(tick), '#ccc'),
      text(MARGIN.left - 6, y(tick) + 4, labels.y(tick), 'end'),
    ]),
    ...xTicks.flatMap((tick) => [
      line(x(tick), bottom, x(tick), bottom + 4, '#888'),
      text(x(tick), bottom + 16, (labels.x ?? String)(tick)),
    ]),
    text((MARGIN.left + right) / 2, HEIGHT - 6, title),
  ];
}

function markAt({ mark, outlined = false }: Series, x: number, y: number, colour: string): string {
  const paint = outlined ? `fill="#fff" stroke="${colour}" stroke-width="1.5"` : `fill="${colour}"`;
  return mark === undefined
    ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" ${paint}/>`
    : `<path transform="translate(${(x - 6).toFixed(1)} ${(y - 6).toFixed(1)})" d="${mark}" ${paint}/>`;
}

function curve(series: Series, colour: string, { x, y }: Axes): string[] {
  const polyline = (some: readonly PlotPoint[], dash: string) => {
    const at = some.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
    return `<polyline points="${at}" fill="none" stroke="${colour}"${dash}/>`;
  };
  const { points, ideal, outlined } = series;
  return [
    polyline(points, outlined ? ' stroke-dasharray="1 3"' : ''),
    ...(ideal ? [polyline(ideal, ' stroke-dasharray="4 4"')] : []),
    ...points.flatMap(({ x: at, bar }) =>
      bar ? [line(x(at), y(bar[0]), x(at), y(bar[1]), colour)] : [],
    ),
    ...points.map((point) => markAt(series, x(point.x), y(point.y), colour)),
  ];
}

type Colours = ReadonlyMap<string, string>;

function drawPanel(panel: Panel, index: number, labels: Labels, colours: Colours): string {
  const all = panel.series.flatMap(({ points, ideal = [] }) => [...points, ...ideal]);
  const xs = widened(rangeOf(all.map((point) => point.x)));
  const ys = widened(rangeOf(all.flatMap(({ y, bar = [y] }) => [y, ...bar])));
  const yTicks = ticksOf(ys.low, ys.high);
  const axes = {
    x: logScale(xs.low, xs.high, MARGIN.left + INSET, WIDTH - MARGIN.right - INSET),
    y: logScale(yTicks[0], yTicks.at(-1)!, HEIGHT - MARGIN.bottom, MARGIN.top),
  };
  return [
    `<g transform="translate(${WIDTH * (index % 2)} ${HEIGHT * Math.floor(index / 2)})">`,
    ...frame(panel, axes, xs, yTicks, labels),
    ...panel.series.flatMap((series) => curve(series, colours.get(series.name)!, axes)),
    '</g>',
  ].join('\n');
}

function legend(series: readonly Series[], top: number, colours: Colours): string[] {
  return series.flatMap((one, i) => {
    const x =
      MARGIN.left + Math.floor(((2 * WIDTH - MARGIN.left) * (i % LEGEND.columns)) / LEGEND.columns);
    const y = top + LEGEND.row * (Math.floor(i / LEGEND.columns) + 0.5);
    return [markAt(one, x, y, colours.get(one.name)!), text(x + 12, y + 4, one.name, 'start')];
  });
}

/** Panels in two columns with one legend; `title` is for whoever cannot see it. All values are above zero. */
export function plot(title: string, panels: readonly Panel[], labels: Labels): string {
  const named = new Map(panels.flatMap(({ series }) => series).map((one) => [one.name, one]));
  const series = [...named.values()];
  const colours = new Map(
    series.map(({ name, colour }, i) => [name, colour ?? COLOURS[i % COLOURS.length]]),
  );
  const top = HEIGHT * Math.ceil(panels.length / 2);
  const height = top + LEGEND.row * (Math.ceil(series.length / LEGEND.columns) + 0.5);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${height}" width="${2 * WIDTH}" font-family="sans-serif" font-size="11">
<title>${escape(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((panel, i) => drawPanel(panel, i, labels, colours)).join('\n')}
${legend(series, top, colours).join('\n')}
</svg>
`;
}
