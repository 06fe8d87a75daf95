/** Training steps of every preset against PyTorch, with one thread each and with as many as there are cores. */
import { availableParallelism } from 'node:os';
import { idsOf } from '../src/engine/experiment/network.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { Contestant, race, streamContestants, type Result } from './contestants/contestant.ts';
import { milliseconds, ratio, type Row } from './table.ts';
import { presetWork, type Work } from './work.ts';

/** A step may take so much longer than PyTorch's with as many threads. */
const MOST = 1.5;

/** The networks of all presets, equal ones once: under the names of all presets that have them. */
function distinctWorks(): Work[] {
  const works = new Map<string, Work>();
  for (const { id: preset, experiment } of presets) {
    for (const id of idsOf(experiment)) {
      if (id !== 'a' && id !== 'b') continue;
      const work = presetWork({ kind: 'preset', preset, id });
      const key = JSON.stringify([work.batch, work.input, work.ops]);
      const known = works.get(key);
      works.set(key, known ? { ...known, name: `${preset}, ${known.name}` } : work);
    }
  }
  return [...works.values()];
}

function against(threads: number, ours: Result, theirs: Result): Row {
  const what = `  ours ÷ PyTorch, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  for (const result of [ours, theirs]) {
    if ('error' in result) return { what, value: `none: ${result.error}` };
  }
  const [mine, other] = [ours, theirs].map((result) => ('error' in result ? NaN : result.least));
  return {
    what,
    value: `${ratio(mine / other)} (${milliseconds(mine)} ÷ ${milliseconds(other)})`,
    aim: `≤ ${MOST}`,
  };
}

/** Those whose names match; one after the other as they are measured. */
export function presetRows(only = /./): AsyncIterable<Row> {
  const counts = [...new Set([1, availableParallelism()])];
  const works = distinctWorks().filter(({ name }) => only.test(name));
  return streamContestants(
    counts.flatMap((count) => [
      Contestant.library('ours', 'wasm', count),
      Contestant.python(count),
    ]),
    async function* (contestants) {
      for (const work of works) {
        const entries = contestants.map((contestant) => ({ contestant, work }));
        const results = await race(entries, 'train', { rounds: 4, budgetMs: 300 });
        yield { what: work.name, value: '' };
        for (const [i, count] of counts.entries()) {
          yield against(count, results[2 * i], results[2 * i + 1]);
        }
      }
    },
  );
}
