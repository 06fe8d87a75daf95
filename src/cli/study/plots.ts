/** Plots of one task of a study: test error against what the whole network costs. */
import { findFormat } from 'slimwave-formats/registry';
import { plot, type PlotPoint, type Series } from '../plot.ts';
import { prefixed, type Row } from './table.ts';

/** Of all networks with one format, made in one way. */
const seriesName = ({ role, format }: Row): string => {
  switch (role) {
    case 'classical':
      return 'Classical';
    case 'narrow control':
      return 'Narrow control';
    case 'narrow convolutions':
      return 'Narrow convolutions';
    case 'before training':
      return findFormat(format).label;
    case 'after training':
      return `${findFormat(format).label}, after training`;
    default:
      return role satisfies never;
  }
};

const marks: Partial<Record<Row['role'], Partial<Series>>> = {
  'narrow control': { outlined: true, colour: '#5b6672' },
  'narrow convolutions': { outlined: true, colour: '#5b6672', mark: 'M6 10.5l5-8.5H1z' },
  'after training': { outlined: true },
};

/** Errors in percent; what has none, or one of zero, has no place on a logarithmic axis. */
function pointOf(row: Row, size: 'parameters' | 'macs'): PlotPoint[] {
  const { mean, deviation = 0 } = row.test;
  if (!(mean > 0)) return [];
  const [low, high] = [mean - deviation, mean + deviation].map((error) => 100 * error);
  const bar = deviation > 0 && low > 0 ? ([low, high] as const) : undefined;
  return [{ x: row[size].value, y: 100 * mean, bar }];
}

function seriesOf(rows: readonly Row[], size: 'parameters' | 'macs'): Series[] {
  const names = [...new Set(rows.map(seriesName))];
  return names.flatMap((name): Series[] => {
    const own = rows.filter((row) => seriesName(row) === name);
    const { mark, colour } = findFormat(own[0].format);
    const points = own.flatMap((row) => pointOf(row, size)).toSorted((p, q) => p.x - q.x);
    if (points.length === 0) return [];
    return [{ name, points, mark: mark.path, colour: colour.light, ...marks[own[0].role] }];
  });
}

/** As SVG; undefined if no run of the task has an error. */
export function taskPlot(preset: string, rows: readonly Row[]): string | undefined {
  const [byParameters, byMacs] = (['parameters', 'macs'] as const).map((size) =>
    seriesOf(rows, size),
  );
  if (byParameters.length === 0) return undefined;
  return plot(
    `${preset}: test error (relative L2, mean and standard deviation) against the size of the network`,
    [
      { title: 'parameters of the whole network', series: byParameters },
      { title: 'multiply-accumulates of a forecast', series: byMacs },
    ],
    { x: prefixed, y: (error) => `${error} %` },
  );
}
