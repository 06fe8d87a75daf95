import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import type { PlotColours } from '../chart/plot.ts';
import { againstFigure, medians } from './againstFigure.ts';
import { fedBackFigure, framesFigure, spectrumFigure } from './figures.ts';
import { formatLength } from './lengths.ts';
import type { Reports } from './reports.ts';

const colours: PlotColours = {
  ink: '#000',
  muted: '#444',
  line: '#888',
  surface: '#fff',
  networks: { a: '#00f', b: '#f00', c: '#0f0', d: '#ff0' },
  receivers: [],
  theme: 'light',
};

const report: ErrorReport = {
  step: 10,
  samples: [0.1, NaN, 0.3],
  frames: { errors: [NaN, 0.2, 0.1], times: [0.5, 1, 1.5], of: 'time' },
  waves: {
    bands: [],
    wavenumbers: [0, 2, 4],
    energies: { truth: [0.5, 0.4, 0.1], forecast: [0.5, 0.4, 0], error: [0.01, 0.02, 0.1] },
    samples: 3,
    limits: [0.5, 0.2],
    from: 'source',
    lengthUnit: 'm',
  },
  map: { values: new Float32Array(4), shape: [2, 2], unit: 'm' },
  against: [
    { key: 'source.x', title: 'Source x', unit: 'm', low: 0, high: 0.8, values: [0.1, 0.4, 0.7] },
    { key: 'strength', title: 'Strength', unit: 'm', low: 0, high: 0.01, values: [0, 0, 0.005] },
  ],
  fedBack: { interval: 5, errors: [0.1, 0.5, 12], samples: 3 },
};
const reports: Reports = new Map([
  ['a', report],
  ['b', report],
]);

type Lines = { x: number[]; y: number[]; customdata?: number[]; marker?: { symbol: string } }[];

describe('the charts of where errors are', () => {
  it('over time are in seconds and percent, with gaps where all samples are silent', () => {
    const { data, layout } = framesFigure(reports, colours);
    const lines = data as Lines;
    expect(lines[0]).toMatchObject({ x: [0.5, 1, 1.5], y: [NaN, 20, 10] });
    expect(lines.map(({ marker }) => marker!.symbol)).toEqual(['circle', 'square']);
    expect(layout.xaxis!.title).toMatchObject({ text: 'Time (s)' });
  });

  it('count what has no known times', () => {
    const frames = { errors: [0.1, 0.2], times: [] };
    const figureOf = (of: 'time' | 'channel') =>
      framesFigure(new Map([['a', { ...report, frames: { ...frames, of } }]]), colours);
    expect(figureOf('time').data[0]).toMatchObject({ x: [1, 2], y: [10, 20] });
    expect(figureOf('time').layout.xaxis!.title).toMatchObject({ text: 'Output time (number)' });
    expect(figureOf('channel').layout.xaxis!.title).toMatchObject({
      text: 'Output channel (number)',
    });
  });

  it('by wavelength leave the mean out, and write the wavelength below the wavenumber', () => {
    const { data, layout } = spectrumFigure(reports, colours);
    const lines = data as Lines;
    // The truth, and of each network the forecast and the error.
    expect(lines).toHaveLength(1 + 2 * 2);
    expect(lines[0]).toMatchObject({ x: [2, 4], y: [40, 10] });
    // What is nothing has no place on a logarithmic axis.
    expect(lines[1].y).toEqual([40, NaN]);
    expect(layout.xaxis!.ticktext).toEqual([
      `2<br>${formatLength(0.5, 'm')}`,
      `4<br>${formatLength(0.25, 'm')}`,
    ]);
  });

  it('against a number have its unit, and points that name their sample', () => {
    const { data, layout } = againstFigure(reports, 'source.x', colours);
    const [points, line] = data as Lines;
    expect(points).toMatchObject({ x: [0.1, 0.4, 0.7], y: [10, NaN, 30], customdata: [0, 1, 2] });
    expect(line.y).toEqual([10, 30]);
    expect(layout.xaxis!.title).toMatchObject({ text: 'Source x (m)' });
    const strength = againstFigure(reports, 'strength', colours);
    expect((strength.data as Lines)[0].x).toEqual([0, 0, 5]);
    expect(strength.layout.xaxis!.title).toMatchObject({ text: 'Strength (mm)' });
  });

  it('choose units that fit a domain of kilometres', () => {
    const large = {
      ...report,
      waves: { ...report.waves, wavenumbers: [0, 0.002, 0.004] },
      against: [
        {
          key: 'source.x',
          title: 'Source x',
          unit: 'm',
          low: 0,
          high: 3000,
          values: [0, 1500, 3000],
        },
      ],
    };
    const long = new Map([['a', large]]) as Reports;
    const spectrum = spectrumFigure(long, colours);
    expect((spectrum.data as Lines)[0].x).toEqual([2, 4]);
    expect(spectrum.layout.xaxis!.title).toMatchObject({
      text: 'Wavenumber (1/km) and wavelength',
    });
    const against = againstFigure(long, 'source.x', colours);
    expect((against.data as Lines)[0].x).toEqual([0, 1.5, 3]);
    expect(against.layout.xaxis!.title).toMatchObject({ text: 'Source x (km)' });
  });

  it('fed back are over the time that they reach', () => {
    const { data } = fedBackFigure(reports, colours);
    expect(data[0]).toMatchObject({ x: [5, 10, 15], y: [10, 50, 1200] });
  });
});

it('medians are of equal parts of the range, and leave silent samples out', () => {
  const values = [0, 0.1, 0.2, 4.5, 8, 8];
  const errors = [1, 2, 9, NaN, 3, 5];
  expect(medians(values, errors, [0, 8])).toEqual({ x: [0.5, 7.5], y: [2, 4] });
});

it('of a range without width there is one median', () => {
  expect(medians([5, 5, 6], [1, 2, 9], [5, 5])).toEqual({ x: [5], y: [2] });
});

it('wavelengths have two digits, in millimetres below a decimetre', () => {
  const plain = (text: string) => text.replace(/\s/u, ' ');
  expect(plain(formatLength(0.7149, 'm'))).toBe('0.71 m');
  expect(plain(formatLength(0.0357, 'm'))).toBe('36 mm');
  expect(plain(formatLength(7.149, 'points'))).toBe('7.1 points');
});
