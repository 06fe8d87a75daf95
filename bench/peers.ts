/** The engine against other libraries: the same network, the same step, every one in a process of its own. */
import { availableParallelism } from 'node:os';
import { Contestant, race, withContestants, type Result } from './contestants/contestant.ts';
import { milliseconds, ratio, type Row } from './table.ts';
import { networkA, stackWork } from './stack.ts';
import { presetWork, type Work } from './work.ts';

const inNetworkA = (format: 'classical' | 'one-way'): Work => {
  const work = stackWork(networkA(format));
  return { ...work, name: `Network A, ${format}` };
};

const failed = (result: Result): result is { error: string } => 'error' in result;

interface Peer {
  name: string;
  /** What the row shows: how much slower the peer is, or how much slower the engine is. */
  shows: 'peer ÷ ours' | 'ours ÷ peer';
  /** Which other peer, one of ours, stands for ours here. */
  against?: string;
  /** For Network A. */
  aim?: string;
}

/** One row for the engine and one for every peer, from the least times. */
function rowsOf(
  work: Work,
  ours: { name: string; result: Result },
  peers: readonly (Peer & { result: Result })[],
  aims: boolean,
): Row[] {
  const mine = ours.result;
  const first: Row = failed(mine)
    ? { what: `${work.name}: ${ours.name}`, value: mine.error }
    : {
        what: `${work.name}: ${ours.name}`,
        value: `${milliseconds(mine.least)} (median ${milliseconds(mine.median)})`,
      };
  const rows = peers.map(({ name, shows, aim, result, against }): Row => {
    if (failed(result)) return { what: `  ${name}`, value: `none: ${result.error}` };
    const own = against === undefined ? mine : peers.find((peer) => peer.name === against)!.result;
    if (failed(own)) return { what: `  ${name}`, value: milliseconds(result.least) };
    const slower = result.least / own.least;
    const shown = shows === 'peer ÷ ours' ? slower : 1 / slower;
    return {
      what: `  ${shows.replace('peer', name).replace('ours', against ?? 'ours')}`,
      value: `${ratio(shown)} (${milliseconds(result.least)})`,
      aim: aims ? aim : undefined,
    };
  });
  return [first, ...rows];
}

const threads = availableParallelism();
const threaded = `ours, wasm, ${threads} threads`;

const processorPeers: readonly Peer[] = [
  { name: threaded, shows: 'ours ÷ peer' },
  { name: 'tfjs cpu', shows: 'peer ÷ ours', aim: '≥ 60' },
  { name: 'tfjs wasm', shows: 'peer ÷ ours' },
  { name: 'jax-js wasm', shows: 'peer ÷ ours' },
  { name: 'PyTorch, 1 thread', shows: 'ours ÷ peer', aim: '≤ 2.5' },
  { name: `PyTorch, ${threads} threads`, shows: 'ours ÷ peer', against: threaded, aim: '≤ 2.5' },
];

async function compare(
  name: string,
  contestants: readonly Contestant[],
  peers: readonly Peer[],
  works: readonly { work: Work; aims: boolean }[],
  options: { rounds: number; budgetMs: number },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { work, aims } of works) {
    const entries = contestants.map((contestant) => ({ contestant, work }));
    const [mine, ...others] = await race(entries, 'train', options);
    const results = peers.map((peer, i) => ({ ...peer, result: others[i] }));
    rows.push(...rowsOf(work, { name, result: mine }, results, aims));
  }
  return rows;
}

/** Training steps on the processor. */
export const processorRows = (): Promise<Row[]> =>
  withContestants(
    [
      Contestant.library('ours', 'wasm'),
      Contestant.library('ours', 'wasm', threads),
      Contestant.library('stock', 'cpu'),
      Contestant.library('stock', 'wasm'),
      Contestant.library('jax', 'wasm'),
      Contestant.python(1),
      Contestant.python(threads),
    ],
    (contestants) =>
      compare(
        'ours, wasm, one thread',
        contestants,
        processorPeers,
        [
          { work: inNetworkA('classical'), aims: true },
          { work: inNetworkA('one-way'), aims: true },
          { work: presetWork({ kind: 'preset', preset: 'frames', id: 'a' }), aims: false },
          { work: presetWork({ kind: 'preset', preset: 'frames', id: 'b' }), aims: false },
          { work: presetWork({ kind: 'preset', preset: 'volume', id: 'a' }), aims: false },
          { work: presetWork({ kind: 'preset', preset: 'volume', id: 'b' }), aims: false },
        ],
        { rounds: 4, budgetMs: 300 },
      ),
  );

/** Training steps on WebGPU, in Node through Dawn. */
export const gpuRows = (): Promise<Row[]> =>
  withContestants(
    [
      Contestant.library('ours', 'webgpu'),
      Contestant.library('stock', 'webgpu'),
      Contestant.library('jax', 'webgpu'),
    ],
    async (contestants) => {
      const { adapter = 'none' } = contestants[0].versions;
      const software = /swiftshader|llvmpipe|lavapipe/i.test(adapter);
      const peers: Peer[] = [
        { name: 'tfjs webgpu', shows: 'peer ÷ ours', aim: software ? '≥ 5' : '≥ 2' },
        { name: 'jax-js webgpu', shows: 'peer ÷ ours' },
      ];
      const works = (['classical', 'one-way'] as const).map((format) => ({
        work: inNetworkA(format),
        aims: true,
      }));
      const rows = await compare('ours', contestants, peers, works, { rounds: 3, budgetMs: 300 });
      return [{ what: 'Adapter', value: adapter }, ...rows];
    },
  );
