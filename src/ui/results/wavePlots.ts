/** What the finite element model says of the wave over time, as Plotly figures. */
import type { Data } from 'plotly.js-basic-dist-min';
import type { SceneRecording } from '../../worker/protocol.ts';
import { emptyFigure, type Figure, type PlotColours } from '../chart/plot.ts';
import { amplitudeScale, scaleFor } from '../shared/units.ts';

/** Receivers after the first ones take the same colours again, dashed. */
const lineOf = (index: number, { receivers }: Pick<PlotColours, 'receivers'>) => ({
  color: receivers[index % receivers.length],
  dash: index < receivers.length ? ('solid' as const) : ('dash' as const),
});

/** Last time of a recording (s). */
export const endOf = ({ dt, steps }: Pick<SceneRecording, 'dt' | 'steps'>): number => dt * steps;

export const receiverCount = ({ seismograms, steps }: SceneRecording): number =>
  seismograms.length / (steps + 1);

/** Of the axis of a recording. */
const timeScale = (recording: SceneRecording) => scaleFor(endOf(recording), 's');
const timeTitle = (unit: string): string => `Time t (${unit})`;

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
  const { factor, unit } = amplitudeScale(seismograms, 'm');
  const time = timeScale(recording);
  const titles = { x: timeTitle(time.unit), y: `u (${unit})` };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  const times = Array.from({ length: steps + 1 }, (_, k) => (k * dt) / time.factor);
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
    x: marked.map((r) => arrivals![r]! / time.factor),
    y: marked.map((r) => traceOf(r)[Math.round(arrivals![r]! / dt)] / factor),
    name: 'First arrivals',
    mode: 'markers',
    marker: { symbol: 'line-ns-open', size: 14, color: colours.receivers[2], line: { width: 2 } },
    hovertemplate: `%{x:.4~g} ${time.unit}<extra>first arrival</extra>`,
  };
  return {
    data: marked.length > 0 ? [...lines, marks] : lines,
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, endOf(recording) / time.factor], hoverformat: '.4~g' },
      yaxis: { ...yaxis, zeroline: true },
    },
    config,
  };
}

export function energyFigure(recording: SceneRecording, colours: PlotColours): Figure {
  const { times, values } = recording.energy;
  const { factor, unit } = amplitudeScale(values, 'J');
  const time = timeScale(recording);
  const titles = { x: timeTitle(time.unit), y: `Energy (${unit})` };
  const { layout, config, xaxis, yaxis } = emptyFigure(colours, titles);
  return {
    data: [
      {
        x: times.map((seconds) => seconds / time.factor),
        y: values.map((joules) => joules / factor),
        name: 'Energy',
        mode: 'lines',
        line: { color: colours.ink, width: 1.5 },
        hovertemplate: `%{y:.3g} ${unit}<extra></extra>`,
      },
    ],
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, endOf(recording) / time.factor], hoverformat: '.4~g' },
      yaxis: { ...yaxis, rangemode: 'tozero' },
    },
    config,
  };
}
