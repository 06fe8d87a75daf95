/** Whether fewer multiply-accumulates (MACs) take less time: one-way against classical stacks. */
import { Contestant, race, withContestants, type Result } from './contestants/contestant.ts';
import type { Mode } from './contestants/protocol.ts';
import { ratio, type Row } from './table.ts';
import { stackMacs, stackWork, type StackSource } from './work.ts';

const CHANNELS = [16, 32, 64];
const KERNELS = [3, 5, 7];
/** Time may exceed the share of the MACs by so much. */
const ALLOWANCE = 0.2;

/** Least time of the second over least time of the first. */
function share([classical, oneWay]: readonly Result[]): string {
  for (const result of [classical, oneWay]) if ('error' in result) return result.error;
  const of = (result: Result) => ('error' in result ? NaN : result.least);
  return ratio(of(oneWay) / of(classical));
}

async function compare(
  [ours, torch]: readonly Contestant[],
  mode: Mode,
  channels: number,
  kernel: number,
): Promise<Row> {
  const classical: StackSource = { kind: 'stack', grid: 32, channels, kernel };
  const oneWay: StackSource = { ...classical, rank: channels / 4 };
  const works = [stackWork(classical), stackWork(oneWay)];
  const entries = [ours, torch].flatMap((contestant) =>
    works.map((work) => ({ contestant, work })),
  );
  const results = await race(entries, mode, { rounds: 4, budgetMs: 150 });
  const macs = stackMacs(oneWay) / stackMacs(classical);
  return {
    what: `${mode === 'train' ? 'step' : 'forecast'}, ${channels} channels, ${kernel}×${kernel}`,
    value: `${share(results.slice(0, 2))} (MACs ${ratio(macs)}; PyTorch ${share(results.slice(2))})`,
    aim: `≤ ${ratio(macs + ALLOWANCE)}`,
  };
}

/** Time of one-way stacks as a share of classical ones, on wasm and in PyTorch, one thread each. */
export const compressionRows = (): Promise<Row[]> =>
  withContestants(
    [Contestant.library('ours', 'wasm'), Contestant.python(1)],
    async (contestants) => {
      const rows: Row[] = [];
      for (const mode of ['train', 'predict'] as const) {
        for (const channels of CHANNELS) {
          for (const kernel of KERNELS) {
            rows.push(await compare(contestants, mode, channels, kernel));
          }
        }
      }
      return rows;
    },
  );
