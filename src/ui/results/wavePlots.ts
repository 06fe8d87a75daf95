/** What the finite element model says of the wave over time, as Plotly figures. */
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

export function seismogramFigure(recording: SceneRecording, colours: PlotColours): Figure {
  const { seismograms, steps, dt } = recording;
  const { factor, unit } = scaledUnit(seismograms, 'm');
  const titles = { x: TIME, y: `u (${unit})` };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const times = Array.from({ length: steps + 1 }, (_, k) => k * dt);
  return {
    data: Array.from({ length: receiverCount(recording) }, (_, r) => ({
      x: times,
      y: Array.from(
        seismograms.subarray(r * (steps + 1), (r + 1) * (steps + 1)),
        (metres) => metres / factor,
      ),
      name: `Receiver ${r + 1}`,
      mode: 'lines' as const,
      line: { ...lineOf(r, colours), width: 1.5 },
      hovertemplate: `%{y:.3g} ${unit}<extra>${r + 1}</extra>`,
    })),
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
