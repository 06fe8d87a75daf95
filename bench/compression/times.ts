/** Whether fewer multiply-accumulates (MACs) take less time: every format against classical stacks. */
import { Contestant, race, withContestants, type Result } from '../contestants/contestant.ts';
import type { Mode } from '../contestants/protocol.ts';
import { milliseconds, ratio, type Row } from '../table.ts';
import { macShares, over, worksOf, type Cell, type Choice } from './cells.ts';

/** Time may exceed the share of the MACs by so much; less from 32 channels on. */
const allowance = (channels: number): number => (channels < 32 ? 0.2 : 0.1);

const NAMES = { train: 'step', predict: 'forecast' } as const;

/** Least times as shares of the classical one's. */
function shares(results: readonly Result[]): (number | string)[] {
  const [classical] = results;
  return results.map((result) => {
    if ('error' in classical) return classical.error;
    return 'error' in result ? result.error : result.least / classical.least;
  });
}

const shown = (share: number | string): string =>
  typeof share === 'number' ? ratio(share) : share;

async function timesOf(
  [ours, torch]: readonly (Contestant | undefined)[],
  cell: Cell,
  mode: Mode,
): Promise<Row[]> {
  const works = worksOf(cell);
  const entries = [ours, torch].flatMap((contestant) =>
    contestant ? works.map((work) => ({ contestant, work })) : [],
  );
  const results = await race(entries, mode, { rounds: 4, budgetMs: 120 });
  const [first] = results;
  const own = shares(results.slice(0, works.length));
  const peer = shares(results.slice(works.length));
  const macs = macShares(cell);
  const rows = cell.networks.map(({ format, channels }, i): Row => {
    const aim = macs[i] + allowance(channels);
    const mark = typeof own[i] === 'number' ? over(own[i], aim) : '';
    const pytorch = torch ? `; PyTorch ${shown(peer[i])}` : '';
    return {
      what: `${NAMES[mode]}, ${cell.name}, ${format}`,
      value: `${shown(own[i])} (MACs ${ratio(macs[i])}${pytorch})${mark}`,
      aim: `≤ ${ratio(aim)}`,
    };
  });
  const classical = 'error' in first ? first.error : milliseconds(first.least);
  return [{ what: `${NAMES[mode]}, ${cell.name}, classical`, value: classical }, ...rows.slice(1)];
}

/** Time of each network as a share of the classical one, on wasm and in PyTorch, one thread each. */
export async function timeRows({ cells, measures }: Choice): Promise<Row[]> {
  const modes = (['train', 'predict'] as const).filter((mode) => measures.has(NAMES[mode]));
  if (modes.length === 0) return [];
  const peers = measures.has('pytorch') ? [Contestant.python(1)] : [];
  return withContestants([Contestant.library('ours', 'wasm'), ...peers], async (contestants) => {
    const rows: Row[] = [];
    for (const cell of cells) {
      for (const mode of modes) rows.push(...(await timesOf(contestants, cell, mode)));
    }
    return rows;
  });
}
