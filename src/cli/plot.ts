/** Plots on logarithmic axes as one SVG file: measured points with lines, ideal lines dashed. */

import { logTicks, POWERS } from '../engine/logTicks.ts';

export interface PlotPoint {
  x: number;
  y: number;
}

export interface Series {
  name: string;
  points: readonly PlotPoint[];
  ideal: readonly PlotPoint[];
}

export interface Panel {
  /** What x is. */
  title: string;
  series: readonly Series[];
}

const WIDTH = 360;
const HEIGHT = 300;
const MARGIN = { left: 56, right: 16, top: 40, bottom: 40 };
/** Told apart by colour-blind eyes (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];

/** Position of a value between `from` and `to` on a logarithmic axis that covers `low` to `high`. */
export const logScale =
  (low: number, high: number, from: number, to: number) =>
  (value: number): number =>
    from + ((to - from) * Math.log(value / low)) / Math.log(high / low);

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x: number, y: number, content: string, anchor = 'middle'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(content)}</text>`;

function frame(
  { title, series }: Panel,
  x: (v: number) => number,
  ticks: number[],
  y: (v: number) => number,
): string {
  const bottom = HEIGHT - MARGIN.bottom;
  const right = WIDTH - MARGIN.right;
  const values = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))];
  return [
    ...ticks.map((tick) => {
      const at = y(tick);
      const line = `<line x1="${MARGIN.left}" x2="${right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="#ccc"/>`;
      return line + text(MARGIN.left - 6, at + 4, `${tick} ms`, 'end');
    }),
    ...values.map((value) => text(x(value), bottom + 16, String(value))),
    text((MARGIN.left + right) / 2, HEIGHT - 6, title),
  ].join('\n');
}

function curve(
  { name, points, ideal }: Series,
  index: number,
  x: (v: number) => number,
  y: (v: number) => number,
): string {
  const colour = COLOURS[index % COLOURS.length];
  const line = (some: readonly PlotPoint[], dash: string) => {
    const at = some.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ');
    return `<polyline points="${at}" fill="none" stroke="${colour}"${dash}/>`;
  };
  const dots = points.map(
    (point) =>
      `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="3" fill="${colour}"/>`,
  );
  const label = `<g fill="${colour}">${text(MARGIN.left + 6 + 90 * index, MARGIN.top - 12, name, 'start')}</g>`;
  return [line(points, ''), line(ideal, ' stroke-dasharray="4 4"'), ...dots, label].join('\n');
}

function drawPanel(panel: Panel, index: number): string {
  const all = panel.series.flatMap(({ points, ideal }) => [...points, ...ideal]);
  const xs = all.map((point) => point.x);
  const ys = all.map((point) => point.y);
  const ticks = logTicks(Math.min(...ys), Math.max(...ys), { digits: POWERS });
  const inset = 14;
  const x = logScale(
    Math.min(...xs),
    Math.max(...xs),
    MARGIN.left + inset,
    WIDTH - MARGIN.right - inset,
  );
  const y = logScale(ticks[0], ticks.at(-1)!, HEIGHT - MARGIN.bottom, MARGIN.top);
  const curves = panel.series.map((series, i) => curve(series, i, x, y));
  return `<g transform="translate(${WIDTH * (index % 2)} ${HEIGHT * Math.floor(index / 2)})">
${frame(panel, x, ticks, y)}
${curves.join('\n')}
</g>`;
}

/** Panels in two columns; `title` is for whoever cannot see it. */
export function plot(title: string, panels: readonly Panel[]): string {
  const height = HEIGHT * Math.ceil(panels.length / 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${height}" width="${2 * WIDTH}" font-family="sans-serif" font-size="11">
<title>${escape(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map(drawPanel).join('\n')}
</svg>
`;
}
