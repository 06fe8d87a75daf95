import { expect, it } from 'vitest';
import { middleParameters, experimentAt } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { readNpz } from '../files/npz.ts';
import { gatherOf, type Gather } from '../scene/gather.ts';
import { gatherFiles, gatherNpz } from './gather.ts';
import { sacText } from './sac.ts';

const experiment = experimentFrom({
  'scene.receivers': 'line(0.2,0.9,0.8,0.9,3) point(0.5,0.1)',
  'source.x': '0.5',
  'source.y': '0.5',
  'source.frequency': '2',
});
const DT = 0.01;

/** Traces that begin at these samples, one that is silent. */
function gather(): Gather {
  const fixed = experimentAt(experiment, middleParameters(experiment));
  const u = [40, 60, 80, Infinity].map((begin) =>
    Float32Array.from({ length: 143 }, (_, k) =>
      k > begin ? -1e-5 * Math.sin((k - begin) / 9) ** 3 : 0,
    ),
  );
  return gatherOf(fixed, u, DT);
}

it('has distances, first arrivals and travel times; silence has none', () => {
  const { traces, source } = gather();
  expect(source).toEqual({ kind: 'ricker', x: 0.5, y: 0.5, frequency: 2, origin: 0.6 });
  expect(traces.map(({ name }) => name)).toEqual(['R001', 'R002', 'R003', 'R004']);
  expect(traces.map(({ offset }) => offset)).toEqual([0.5, 0.4, 0.5, 0.4]);
  expect(traces[0].firstArrival).toBeGreaterThan(0.4);
  expect(traces[0].firstArrival).toBeLessThan(0.46);
  // Half a wavelet begins 0.909 periods before its peak; the Gaussian of 0.04 m makes it a little longer.
  const beginning = traces[0].firstArrival! - traces[0].travelTime!;
  expect(beginning).toBeGreaterThan(0.6 - 0.909 * 0.5 - 0.05);
  expect(beginning).toBeLessThan(0.6 - 0.909 * 0.5);
  expect(traces[3]).toMatchObject({ firstArrival: undefined, travelTime: undefined });
});

it('has no travel time where several sources make the wave', () => {
  const more = experimentFrom({
    'scene.receivers': 'point(0.5,0.1)',
    'source.more': 'ricker(0.2,0.2,2,1)',
  });
  const [trace] = gatherOf(more, [gather().traces[0].u], DT).traces;
  expect(trace.firstArrival).toBeDefined();
  expect(trace.travelTime).toBeUndefined();
});

it('comes back from .npz', async () => {
  const { traces } = gather();
  const arrays = await readNpz(gatherNpz(gather()));
  expect([...arrays.keys()].toSorted()).toEqual(
    ['traces', 't', 'x', 'y', 'offset', 'first_arrival', 'travel_time', 'source', 'dt'].toSorted(),
  );
  expect(arrays.get('traces')).toMatchObject({ shape: [4, 143] });
  const found = arrays.get('first_arrival')!.data as ArrayLike<number>;
  expect(found[1]).toBe(traces[1].firstArrival);
  expect(found[3]).toBeNaN();
});

/** Reads as the specification says: fixed columns. */
function readSac(text: string) {
  const all = text.split('\n');
  expect(all.pop()).toBe('');
  const cut = (line: string, width: number) =>
    Array.from({ length: Math.ceil(line.length / width) }, (_, i) =>
      line.slice(i * width, (i + 1) * width),
    );
  const floats = all.slice(0, 14).flatMap((line) => cut(line, 15).map(Number));
  const integers = all.slice(14, 22).flatMap((line) => cut(line, 10).map(Number));
  const texts = all.slice(22, 30).flatMap((line) => cut(line, 8));
  const values = all.slice(30).flatMap((line) => cut(line, 15).map(Number));
  return { all, floats, integers, texts, values };
}

it('SAC files have every field where the specification has it', () => {
  const one = gather();
  const [trace] = one.traces;
  const { all, floats, integers, texts, values } = readSac(sacText(one, trace));
  expect(all.slice(0, 14).every(({ length }) => length === 75)).toBe(true);
  expect(all.slice(14, 22).every(({ length }) => length === 50)).toBe(true);
  expect(all.slice(22, 30).every(({ length }) => length === 24)).toBe(true);
  expect([floats.length, integers.length, texts.length]).toEqual([70, 40, 24]);
  // DELTA, B, E, O, A
  expect([floats[0], floats[5], floats[6], floats[7]]).toEqual([0.01, 0, 1.39, 0.6]);
  expect(floats[8]).toBeCloseTo(trace.firstArrival!, 6);
  // USER0 to USER4, DIST (km); STLA and STLO are not known
  expect(floats.slice(40, 45)).toEqual([0.2, 0.9, 0.5, 0.5, 2]);
  expect([floats[50], floats[31], floats[32]]).toEqual([0.0005, -12345, -12345]);
  // NVHDR, NPTS, IFTYPE, LEVEN, LCALDA
  expect([6, 9, 15, 35, 38].map((k) => integers[k])).toEqual([6, 140, 1, 1, 0]);
  expect([texts[0], texts[1], texts[2], texts[5]]).toEqual([
    'R001    ',
    'SLIMWAVE',
    '        ',
    'AIC     ',
  ]);
  // The last three would not fill a line, which ObsPy does not read.
  expect(values).toHaveLength(140);
  values.forEach((value, k) => expect(Math.abs(value - trace.u[k])).toBeLessThan(1e-11));
  expect(readSac(sacText(one, one.traces[3])).floats[8]).toBe(-12345);
});

it('SAC: one file per receiver, and what it is', () => {
  const files = gatherFiles(gather(), 'sac', '#v=2');
  expect(files.map(({ name }) => name)).toEqual([
    'R001.sac',
    'R002.sac',
    'R003.sac',
    'R004.sac',
    'gather.json',
  ]);
  const about = JSON.parse(new TextDecoder().decode(files[4].bytes));
  expect(about).toMatchObject({ link: '#v=2', dt: DT, source: { origin: 0.6 } });
});
