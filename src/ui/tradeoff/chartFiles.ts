/** The chart as a picture, and as the numbers in it. */
import { textFile, type ExportFile } from '../../engine/export/files.ts';
import { toCsv } from '../../engine/files/table.ts';
import { findFormat, formatLabels } from '../../engine/formats/index.ts';
import { networkTitle } from '../archive/entry.ts';
import type { Point } from '../archive/points.ts';
import type { Figure, PlotColours } from '../chart/plot.ts';
import { loadPlotly } from '../chart/plotly.ts';
import { isOutlined, sizeTitles, tradeOffFigure, type Size } from './figure.ts';

/** Pixels of the picture; as PNG it has twice as many each way. */
const [WIDTH, HEIGHT] = [900, 560];

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
      showlegend: true,
    };
  });
  return {
    data: [...data.map((trace) => ({ ...trace, showlegend: false })), ...legend],
    layout: {
      ...layout,
      showlegend: true,
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      margin: { l: 70, r: 20, t: 50, b: 60 },
    },
    config,
  };
}

/** Rejects with a sentence where Plotly can't be loaded. */
export async function chartPicture(
  points: readonly Point[],
  front: readonly Point[],
  size: Size,
  colours: PlotColours,
  format: 'png' | 'svg',
): Promise<ExportFile> {
  const { default: plotly } = await loadPlotly();
  const figure = named(tradeOffFigure(points, front, size, undefined, colours), points, colours);
  const layout = { ...figure.layout, paper_bgcolor: colours.surface };
  const scale = format === 'png' ? 2 : 1;
  const options = { format, width: WIDTH, height: HEIGHT, scale };
  const picture = await plotly.toImage({ data: figure.data, layout }, options);
  return { name: `slimwave-trade-off.${format}`, bytes: bytesOf(picture) };
}

/** Of a `data:` address, which the page may show but not fetch. */
export function bytesOf(address: string): Uint8Array {
  const comma = address.indexOf(',');
  const content = address.slice(comma + 1);
  if (!address.slice(0, comma).endsWith(';base64')) {
    return new TextEncoder().encode(decodeURIComponent(content));
  }
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}

/** What the chart shows, a row for every mark. */
export function chartData(
  points: readonly Point[],
  front: readonly Point[],
  size: Size,
): ExportFile {
  const rows = points.map((point) => ({
    network: networkTitle(point.latest),
    [`${sizeTitles[size].toLowerCase()} (count)`]: point.latest[size],
    'test error, relative L2: mean (%)': 100 * point.test.mean,
    'standard deviation (%)':
      point.test.deviation === undefined ? undefined : 100 * point.test.deviation,
    'seeds (count)': point.test.count,
    'on the Pareto front': front.includes(point) ? 'yes' : 'no',
  }));
  return textFile('slimwave-trade-off.csv', toCsv(rows));
}
