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
