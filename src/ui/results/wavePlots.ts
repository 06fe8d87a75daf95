/** What the finite element model says of the wave over time, as Plotly figures. */
import type { Data } from 'plotly.js-basic-dist-min';
import type { SceneRecording } from '../../worker/protocol.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';

/** Receivers after the first ones take the same colours again, dashed. */
const lineOf = (index: number, { receivers }: Pick<PlotColours, 'receivers'>) => ({
  color: receivers[index % receivers.length],
  dash: index < receivers.length ? ('solid' as const) : ('dash' as const),
});

/** Last time of a recording (s). */
export const endOf = ({ dt, steps }: Pick<SceneRecording, 'dt' | 'steps'>): number => dt * steps;

export const receiverCount = ({ seismograms, steps }: SceneRecording): number =>
  seismograms.length / (steps + 1);

const TIME = 'Time t (s)';

/** Of more receivers than this, only the chosen one is drawn. */
const MOST = 8;

/** Which receivers are drawn. */
export function drawnReceivers(recording: SceneRecording, chosen: number): number[] {
  const count = receiverCount(recording);
  if (count <= MOST) return Array.from({ length: count }, (_, r) => r);
  return [Math.min(count - 1, chosen)];
}

interface Seismograms {
  recording: SceneRecording;
  /** The receivers that are drawn. */
  shown: readonly number[];
  /** First arrivals (s) of all receivers, to be marked. */
  arrivals?: readonly (number | undefined)[];
}

export function seismogramFigure(
  { recording, shown, arrivals }: Seismograms,
  colours: PlotColours,
): Figure {
  const { seismograms, steps, dt } = recording;
  const { factor, unit } = scaledUnit(seismograms, 'm');
  const titles = { x: TIME, y: `u (${unit})` };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const times = Array.from({ length: steps + 1 }, (_, k) => k * dt);
  const traceOf = (r: number) => seismograms.subarray(r * (steps + 1), (r + 1) * (steps + 1));
  const marked = arrivals ? shown.filter((r) => arrivals[r] !== undefined) : [];
  const lines: Data[] = shown.map((r) => ({
    x: times,
    y: Array.from(traceOf(r), (metres) => metres / factor),
    name: `Receiver ${r + 1}`,
    mode: 'lines' as const,
    line: { ...lineOf(shown.length > 1 ? r : 0, colours), width: 1.5 },
    hovertemplate: `%{y:.3g} ${unit}<extra>${r + 1}</extra>`,
  }));
  const marks: Data = {
    x: marked.map((r) => arrivals![r]!),
    y: marked.map((r) => traceOf(r)[Math.round(arrivals![r]! / dt)] / factor),
    name: 'First arrivals',
    mode: 'markers',
    marker: { symbol: 'line-ns-open', size: 14, color: colours.receivers[2], line: { width: 2 } },
    hovertemplate: '%{x:.3f} s<extra>first arrival</extra>',
  };
  return {
    data: marked.length > 0 ? [...lines, marks] : lines,
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, endOf(recording)], hoverformat: '.3f' },
      yaxis: { ...yaxis, zeroline: true },
    },
    config,
  };
}

const prefixes = [
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
  [1e-12, 'p'],
] as const;

/** The multiple of a unit in which the largest of some values is a number from 0.5 to 500. */
function scaledUnit(values: Iterable<number>, base: string): { factor: number; unit: string } {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const [factor, prefix] = prefixes.find(([size]) => largest >= 0.5 * size) ?? prefixes[0];
  return { factor, unit: `${prefix}${base}` };
}

export const energyUnit = (joules: readonly number[]) => scaledUnit(joules, 'J');

export function energyFigure(recording: SceneRecording, colours: PlotColours): Figure {
  const { times, values } = recording.energy;
  const { factor, unit } = energyUnit(values);
  const titles = { x: TIME, y: `Energy (${unit})` };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  return {
    data: [
      {
        x: times,
        y: values.map((joules) => joules / factor),
        name: 'Energy',
        mode: 'lines',
        line: { color: colours.ink, width: 1.5 },
        hovertemplate: `%{y:.3g} ${unit}<extra></extra>`,
      },
    ],
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, endOf(recording)], hoverformat: '.3f' },
      yaxis: { ...yaxis, rangemode: 'tozero' },
    },
    config,
  };
}
