/** A shot gather as files: NumPy's archive, alphanumeric SAC, or its first arrivals as a table. */
import type { Row } from '../files/table.ts';
import { writeNpz } from '../files/npz.ts';
import type { WritableArray } from '../files/npy.ts';
import type { Gather } from '../scene/gather.ts';
import { jsonFile, textFile, type ExportFile } from './files.ts';
import { sacText } from './sac.ts';

export const gatherFormats = ['npz', 'sac'] as const;
export type GatherFormat = (typeof gatherFormats)[number];

/** Not a number stands for what is not known. */
const numbers = (values: readonly (number | undefined)[]): WritableArray => ({
  shape: [values.length],
  data: Float64Array.from(values, (value) => value ?? NaN),
});

/**
 * traces [receivers, times] (m), t [times] (s), and per receiver x, y, offset (m), first_arrival and travel_time (s); dt (s),
 * and source: x, y (m), peak frequency (Hz), origin time (s).
 */
export function gatherNpz({ traces, dt, source }: Gather): Uint8Array {
  const times = traces[0]?.u.length ?? 0;
  const data = new Float32Array(traces.length * times);
  traces.forEach(({ u }, r) => data.set(u, r * times));
  return writeNpz({
    traces: { shape: [traces.length, times], data },
    t: { shape: [times], data: Float64Array.from({ length: times }, (_, k) => k * dt) },
    x: numbers(traces.map(({ x }) => x)),
    y: numbers(traces.map(({ y }) => y)),
    offset: numbers(traces.map(({ offset }) => offset)),
    first_arrival: numbers(traces.map(({ firstArrival }) => firstArrival)),
    travel_time: numbers(traces.map(({ travelTime }) => travelTime)),
    source: numbers([source?.x, source?.y, source?.frequency, source?.origin]),
    dt: numbers([dt]),
  });
}

/** Receivers and their first arrivals, one a row. */
export const arrivalRows = ({ traces }: Gather): Row[] =>
  traces.map(({ name, x, y, offset, firstArrival, travelTime }) => ({
    receiver: name,
    x_m: x,
    y_m: y,
    offset_m: offset,
    first_arrival_s: firstArrival,
    travel_time_s: travelTime,
  }));

/** The numbers of a gather in a format, and in `gather.json` what they are and the link of the experiment. */
export function gatherFiles(gather: Gather, format: GatherFormat, link: string): ExportFile[] {
  const { traces, dt, source } = gather;
  const about = jsonFile('gather.json', {
    link,
    units: { u: 'm', t: 's', x: 'm', y: 'm', offset: 'm', first_arrival: 's', travel_time: 's' },
    picker: 'threshold of 2 % and Akaike information criterion (Maeda 1985)',
    dt,
    source,
    receivers: arrivalRows(gather),
  });
  const files =
    format === 'npz'
      ? [{ name: 'gather.npz', bytes: gatherNpz(gather) }]
      : traces.map((trace) => textFile(`${trace.name}.sac`, sacText(gather, trace)));
  return [...files, about];
}
