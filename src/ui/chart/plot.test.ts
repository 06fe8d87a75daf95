import { expect, it } from 'vitest';
import { curvesFigure, type PlotColours } from './plot.ts';

const colours: PlotColours = {
  ink: '#000',
  muted: '#444',
  line: '#888',
  surface: '#fff',
  networks: { a: '#00f', b: '#f00', c: '#0f0', d: '#ff0' },
  receivers: [],
  theme: 'light',
};

it('learning curves bear the names of their networks', () => {
  const points = [{ step: 0, train: 1, test: 1 }];
  const curves = [
    { id: 'a', name: 'Classical', points },
    { id: 'b', name: 'Kernel CP, rank 1', points },
  ] as const;
  const { data } = curvesFigure(curves, 10, undefined, colours);
  expect(data.map(({ name }) => name)).toEqual([
    'A · Classical, train',
    'A · Classical, test',
    'B · Kernel CP, rank 1, train',
    'B · Kernel CP, rank 1, test',
  ]);
});

it('of a series there are the range and the seed in progress behind the means', () => {
  const points = [
    { step: 0, test: 1 },
    { step: 10, test: 0.2 },
  ];
  const band = [
    { step: 0, low: 1, high: 1 },
    { step: 10, low: 0.002, high: 0.3 },
  ];
  const present = [{ step: 0, test: 3 }];
  const seeds = { seeds: 2, band, present };
  const { data, layout } = curvesFigure(
    [{ id: 'a', name: 'Classical', points, seeds }],
    10,
    undefined,
    colours,
  );
  expect(data.map(({ name }) => name)).toEqual([
    'A · Classical, range',
    'A · Classical, seed in progress',
    'A · Classical, train',
    'A · Classical, test',
  ]);
  expect(data[0]).toMatchObject({ x: [0, 10, 10, 0], y: [100, 30, 0.2, 100] });
  expect(data[3]).toMatchObject({
    y: [100, 20],
    customdata: [
      [100, 100],
      [0.2, 30],
    ],
  });
  const [low, high] = layout.yaxis!.range as number[];
  expect(10 ** low).toBeLessThanOrEqual(0.2);
  expect(10 ** high).toBeGreaterThanOrEqual(300);
});

const figureOf = (points: { step: number; train?: number; test?: number }[], cutAt?: number) =>
  curvesFigure([{ id: 'a', name: 'Classical', points }], 10, cutAt, colours);

it('errors are drawn in percent, at the steps where they are known', () => {
  const { data } = figureOf([
    { step: 0, test: 1 },
    { step: 2, train: 0.5 },
    { step: 4, train: 0.2, test: 0.3 },
  ]);
  const [train, test] = data as { x: number[]; y: number[] }[];
  expect(train).toMatchObject({ x: [2, 4], y: [50, 20] });
  expect(test).toMatchObject({ x: [0, 4], y: [100, 30] });
});

it('the logarithmic axis holds every error that it can show', () => {
  const { layout } = figureOf([
    { step: 0, train: 2, test: 1.4 },
    { step: 1, train: NaN, test: 0 },
    { step: 2, train: Infinity, test: 0.0123 },
  ]);
  const [low, high] = layout.yaxis!.range as number[];
  expect(10 ** low).toBeLessThanOrEqual(1.23);
  expect(10 ** high).toBeGreaterThanOrEqual(200);
  expect(layout.xaxis!.range).toEqual([0, 10]);
  const empty = figureOf([]).layout.yaxis!.range as number[];
  expect(empty.every(Number.isFinite)).toBe(true);
});

it('a line marks the step at which a network is cut, if one is', () => {
  expect(figureOf([], 7).layout.shapes).toEqual([expect.objectContaining({ x0: 7, x1: 7 })]);
  expect(figureOf([]).layout.shapes).toEqual([]);
});
