/** From which size up a GPU is worth it: training steps on WebGPU against wasm with 1 to 16 threads. */
import { availableParallelism } from 'node:os';
import { Allowance } from './allowance.ts';
import { Contestant, NO_TIME, streamContestants, type Result } from './contestants/contestant.ts';
import { sizesFor, Sweep } from './sweep.ts';
import { milliseconds, ratio, type Row } from './table.ts';
import { stackMacs, stackWork } from './stack.ts';
import type { StackSource } from './work.ts';

const cores = availableParallelism();
/** More threads than cores would only wait for each other. */
const counts = [1, 2, 4, 8, 16].filter((count) => count <= cores);
/** A GPU should win against so many threads, or all that there are, from this size up. */
const RIVAL = Math.min(8, counts.at(-1)!);
const FROM = { grid: 64, channels: 32 };

const STACK = { kind: 'stack', ways: 2, kernel: 3, budget: { keep: 0.25 } } as const;

/** The most telling ones first: the time may not be enough for all. */
const SIZES = [
  { grid: 64, channels: 32 },
  { grid: 32, channels: 32 },
  { grid: 32, channels: 16 },
  { grid: 64, channels: 16 },
  { grid: 64, channels: 64 },
  { grid: 128, channels: 32 },
  { grid: 128, channels: 16 },
  { grid: 32, channels: 64 },
  { grid: 128, channels: 64 },
  { grid: 64, channels: 128 },
];

const least = (result: Result): number => ('error' in result ? NaN : result.least);
const shown = (result: Result): string =>
  'error' in result ? result.error : milliseconds(result.least);

function rowOf(source: StackSource, gpu: Result, wasm: readonly Result[]): Row {
  const { grid, channels, format } = source;
  const wins = least(wasm[counts.indexOf(RIVAL)]) / least(gpu);
  const threads = wasm.map((result, i) => `${counts[i]}: ${shown(result)}`).join(', ');
  const large = grid >= FROM.grid && channels >= FROM.channels;
  return {
    what: `${format}, ${grid}², ${channels} channels: wasm, ${RIVAL} threads ÷ WebGPU`,
    value: `${Number.isNaN(wins) ? 'none' : ratio(wins)} (WebGPU ${shown(gpu)}; wasm, threads ${threads})`,
    ...(large && { aim: '≥ 1' }),
  };
}

/** A row for every size and format. */
export const crossoverRows = (allowance = new Allowance()): AsyncIterable<Row> =>
  streamContestants(
    [
      Contestant.library('ours', 'webgpu'),
      ...counts.map((count) => Contestant.library('ours', 'wasm', count)),
    ],
    async function* (contestants) {
      const sweep = new Sweep(allowance);
      const [{ adapter }] = contestants;
      yield { what: 'Adapter', value: adapter };
      for (const { grid, channels } of sizesFor(adapter, SIZES)) {
        for (const format of ['classical', 'one-way'] as const) {
          if (sweep.timeIsUp) {
            yield {
              what: `${grid}², ${channels} channels`,
              value: NO_TIME,
            };
            break;
          }
          const source = { ...STACK, grid, channels, format };
          const work = stackWork(source);
          const macs = stackMacs(source);
          const entries = contestants.map((contestant) => ({ contestant, work, macs }));
          const [gpu, ...wasm] = await sweep.race(entries, 'train');
          yield rowOf(source, gpu, wasm);
        }
      }
    },
  );
