/** How the time of a training step grows with the size of the problem, against the growth of its arithmetic. */
import { Contestant, race, withContestants } from './contestants/contestant.ts';
import { exponent } from './statistics.ts';
import type { Panel, Series } from '../src/cli/plot.ts';
import { milliseconds, type Row } from './table.ts';
import { networkA, stackMacs, stackWork } from './stack.ts';
import type { StackSource } from './work.ts';

interface Point {
  x: number;
  ms: number;
  /** Multiply-accumulates of a batch. */
  macs: number;
}

interface Case {
  source: StackSource;
  batch: number;
}

/** Network A, classical: where all sweeps meet. */
const BASE: Case = { source: networkA('classical'), batch: 8 };

const sweeps = [
  { name: 'grid points per axis', values: [8, 16, 32, 64, 128], key: 'grid' },
  { name: 'channels', values: [4, 8, 16, 32, 64], key: 'channels' },
  { name: 'batch', values: [1, 2, 4, 8, 16, 32], key: 'batch' },
  { name: 'kernel points per axis', values: [3, 5, 7, 9, 13], key: 'kernel' },
] as const;
type Sweep = (typeof sweeps)[number];

function caseOf({ key }: Sweep, x: number, format: 'classical' | 'one-way'): Case {
  const sized = key === 'batch' ? BASE.source : { ...BASE.source, [key]: x };
  const source = { ...sized, format, budget: { rank: Math.max(1, sized.channels / 4) } };
  return { source, batch: key === 'batch' ? x : BASE.batch };
}

async function pointsOf(
  contestant: Contestant,
  sweep: Sweep,
  format: 'classical' | 'one-way',
): Promise<Point[]> {
  const points: Point[] = [];
  for (const x of sweep.values) {
    const { source, batch } = caseOf(sweep, x, format);
    const entry = { contestant, work: stackWork(source, batch) };
    const [result] = await race([entry], 'train', { rounds: 1, budgetMs: 800 });
    if ('error' in result) throw new Error(result.error);
    points.push({ x, ms: result.least, macs: batch * stackMacs(source) });
  }
  return points;
}

/** The time of the point with the highest rate of arithmetic, in proportion to the arithmetic of every other one. */
function idealOf(points: readonly Point[]): Point[] {
  const perMac = Math.min(...points.map(({ ms, macs }) => ms / macs));
  return points.map((point) => ({ ...point, ms: perMac * point.macs }));
}

const slope = (points: readonly Point[]): string =>
  exponent(points.map(({ x, ms }) => ({ x, y: ms }))).toFixed(2);

function rowOf({ name }: Sweep, format: string, points: readonly Point[]): Row {
  const times = points.map(({ x, ms }) => `${x}: ${milliseconds(ms)}`).join(', ');
  const top = points.slice(-2);
  return {
    what: `${format}, ${name}: exponent over all, over the last two`,
    value: `${slope(points)}, ${slope(top)} (${times})`,
    aim: `ideally ${slope(idealOf(points))}, ${slope(idealOf(top))}`,
  };
}

const seriesOf = (name: string, points: readonly Point[]): Series => ({
  name,
  points: points.map(({ x, ms }) => ({ x, y: ms })),
  ideal: idealOf(points).map(({ x, ms }) => ({ x, y: ms })),
});

/** A row for every sweep and format, and the panels of a plot. */
export const growth = (): Promise<{ rows: Row[]; panels: Panel[] }> =>
  withContestants([Contestant.library('ours', 'wasm')], async ([contestant]) => {
    const rows: Row[] = [];
    const panels: Panel[] = [];
    for (const sweep of sweeps) {
      const series: Series[] = [];
      for (const format of ['classical', 'one-way'] as const) {
        const points = await pointsOf(contestant, sweep, format);
        rows.push(rowOf(sweep, format, points));
        series.push(seriesOf(format, points));
      }
      panels.push({ title: sweep.name, series });
    }
    return { rows, panels };
  });
