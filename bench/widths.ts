/** Whether fewer multiply-accumulates (MACs) take less time on WebGPU: all formats at all widths and grids. */
import { formatIds } from 'slimwave-formats/registry';
import { Allowance } from './allowance.ts';
import { macShares, over, worksOf, type Cell } from './compression/cells.ts';
import { Contestant, NO_TIME, streamContestants, type Result } from './contestants/contestant.ts';
import type { Mode } from './contestants/protocol.ts';
import { stackMacs } from './stack.ts';
import { sizesFor, Sweep, type Size } from './sweep.ts';
import { milliseconds, ratio, type Row } from './table.ts';

/** The most telling ones first: the time may not be enough for all. */
const SIZES = [
  { grid: 64, channels: 32 },
  { grid: 32, channels: 16 },
  { grid: 64, channels: 64 },
  { grid: 128, channels: 32 },
  { grid: 32, channels: 32 },
  { grid: 64, channels: 16 },
  { grid: 64, channels: 128 },
  { grid: 128, channels: 64 },
  { grid: 32, channels: 64 },
  { grid: 128, channels: 16 },
  { grid: 32, channels: 128 },
  { grid: 128, channels: 128 },
];
const NAMES = { train: 'step', predict: 'forecast' } as const;
const KERNEL = 3;
const BATCH = 8;

/** Time may exceed the share of the MACs by so much; by less where there is enough arithmetic. */
const excess = (channels: number): number => (channels < 32 ? 0.2 : 0.1);

const cellOf = ({ grid, channels }: Size): Cell => ({
  name: `${grid}², ${channels} channels, ${KERNEL}×${KERNEL}`,
  batch: BATCH,
  networks: formatIds.map((format) => ({
    kind: 'stack',
    ways: 2,
    kernel: KERNEL,
    budget: { keep: 0.25 },
    grid,
    channels,
    format,
  })),
});

function rowOf(cell: Cell, i: number, mode: Mode, results: readonly Result[]): Row {
  const { format, channels } = cell.networks[i];
  const what = `${NAMES[mode]}, ${cell.name}, ${format}`;
  const [classical, own] = [results[0], results[i]];
  if ('error' in own) return { what, value: own.error };
  if (i === 0 || 'error' in classical) return { what, value: milliseconds(own.least) };
  const share = own.least / classical.least;
  const macs = macShares(cell)[i];
  const aim = macs + excess(channels);
  return {
    what,
    value: `${ratio(share)} (MACs ${ratio(macs)}; ${milliseconds(own.least)})${over(share, aim)}`,
    aim: `≤ ${ratio(aim)}`,
  };
}

async function* cellRows(
  sweep: Sweep,
  contestant: Contestant,
  cell: Cell,
  mode: Mode,
): AsyncGenerator<Row> {
  if (sweep.timeIsUp) {
    yield { what: `${NAMES[mode]}, ${cell.name}`, value: NO_TIME };
    return;
  }
  const macs = cell.networks.map((source) => stackMacs(source));
  const entries = worksOf(cell).map((work, i) => ({ contestant, work, macs: macs[i] }));
  const results = await sweep.race(entries, mode);
  const [first] = results;
  if ('error' in first && results.every((result) => 'error' in result)) {
    yield { what: `${NAMES[mode]}, ${cell.name}`, value: first.error };
    return;
  }
  for (const i of cell.networks.keys()) yield rowOf(cell, i, mode, results);
}

/** Rows of steps for every size, then of forecasts for the first few. */
export const widthRows = (allowance = new Allowance()): AsyncIterable<Row> =>
  streamContestants([Contestant.library('ours', 'webgpu')], async function* ([contestant]) {
    const sweep = new Sweep(allowance);
    yield { what: 'Adapter', value: contestant.adapter };
    if (!contestant.runs) return;
    const [first, second, ...rest] = sizesFor(contestant.adapter, SIZES).map(cellOf);
    for (const cell of [first, second]) {
      yield* cellRows(sweep, contestant, cell, 'train');
      yield* cellRows(sweep, contestant, cell, 'predict');
    }
    for (const cell of rest) yield* cellRows(sweep, contestant, cell, 'train');
    for (const cell of rest) yield* cellRows(sweep, contestant, cell, 'predict');
  });
