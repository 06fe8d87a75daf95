/** The error of every test sample against one of its numbers, as a Plotly figure. */
import type { Data } from 'plotly.js-basic-dist-min';
import type { Against } from '../../engine/evaluation/against.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { median } from '../../engine/math.ts';
import { networkMarks } from '../chart/networkMarks.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { errorAxis, extentOf, percent } from './figures.ts';
import { amplitudeScale, isScalable, scaleFor } from '../shared/units.ts';
import type { Reports } from './reports.ts';

/** Parts of a parameter's range over which medians are taken. */
const PARTS = 8;

/**
 * Medians of the errors in equal parts of the range, at the middle of the parts that have samples; one median where the
 * range has no width.
 */
export function medians(
  values: readonly number[],
  errors: readonly number[],
  [low, high]: readonly [number, number],
): { x: number[]; y: number[] } {
  const width = (high - low) / PARTS;
  const parts = Array.from({ length: PARTS }, (): number[] => []);
  values.forEach((value, i) => {
    if (Number.isNaN(errors[i])) return;
    const part = width > 0 ? Math.floor((value - low) / width) : 0;
    parts[Math.min(PARTS - 1, Math.max(0, part))].push(errors[i]);
  });
  const known = parts.flatMap((part, i) =>
    part.length > 0 ? [{ x: low + (i + 0.5) * width, y: median(part) }] : [],
  );
  return { x: known.map(({ x }) => x), y: known.map(({ y }) => y) };
}

/** In the unit that fits the values. */
function inShownUnit({ key, title, unit, low, high, values }: Against): Against {
  if (!isScalable(unit)) return { key, title, unit, low, high, values };
  const ends = [low, high];
  // u swings; coordinates, times and frequencies lie on a scale.
  const scale = key === 'strength' ? amplitudeScale(ends, unit) : scaleFor(high, unit);
  const scaled = (value: number) => value / scale.factor;
  return {
    key,
    title,
    unit: scale.unit,
    low: scaled(low),
    high: scaled(high),
    values: values.map(scaled),
  };
}

interface Points {
  id: NetworkId;
  axis: Against;
  /** Percent. */
  errors: readonly number[];
}

function marks({ id, axis, errors }: Points, colours: PlotColours): Data[] {
  const color = colours.networks[id];
  return [
    {
      x: axis.values,
      y: [...errors],
      name: id.toUpperCase(),
      customdata: errors.map((_, i) => i),
      mode: 'markers',
      marker: { size: 5, symbol: networkMarks[id].symbol, color, opacity: 0.55 },
      text: errors.map((_, i) => `sample ${i + 1}`),
      hovertemplate: `%{text}: %{y:.3g} % at %{x:.3g}<extra>${id.toUpperCase()}</extra>`,
    },
    {
      ...medians(axis.values, errors, [axis.low, axis.high]),
      name: `${id.toUpperCase()}, median`,
      mode: 'lines',
      line: { color, width: 2.5 },
      hoverinfo: 'skip',
    },
  ];
}

/** Against the number `key`, with the median line of each network. */
export function againstFigure(reports: Reports, key: string, colours: PlotColours): Figure {
  const all = [...reports].flatMap(([id, { against, samples }]): Points[] => {
    const axis = against.find((one) => one.key === key);
    return axis ? [{ id, axis: inShownUnit(axis), errors: percent(samples) }] : [];
  });
  const { title, unit } = all[0].axis;
  const titles = {
    x: unit === undefined ? title : `${title} (${unit})`,
    y: 'Relative L2 error (%)',
  };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const [least, most] = extentOf(all.flatMap(({ axis }) => [...axis.values, axis.low, axis.high]));
  const margin = 0.03 * (most - least);
  return {
    data: all.flatMap((points) => marks(points, colours)),
    layout: {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...xaxis, range: [least - margin, most + margin] },
      yaxis: { ...yaxis, ...errorAxis(all.flatMap(({ errors }) => errors)) },
    },
    config,
  };
}
