/** The engine against other libraries: the same network, the same step, every one in a process of its own. */
import { availableParallelism } from 'node:os';
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import { Allowance } from './allowance.ts';
import { Contestant, race, streamContestants, type Result } from './contestants/contestant.ts';
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
  start: () => Promise<Contestant>;
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

const library = (name: string, backend: string, count = 1) => {
  return () => Contestant.library(name, backend, count);
};
const python = (count: number, device?: 'cuda') => () => Contestant.python(count, device);

const processorPeers: readonly Peer[] = [
  { name: threaded, start: library('ours', 'wasm', threads), shows: 'ours ÷ peer' },
  { name: 'tfjs cpu', start: library('stock', 'cpu'), shows: 'peer ÷ ours', aim: '≥ 60' },
  { name: 'tfjs wasm', start: library('stock', 'wasm'), shows: 'peer ÷ ours' },
  { name: 'jax-js wasm', start: library('jax', 'wasm'), shows: 'peer ÷ ours' },
  { name: 'PyTorch, 1 thread', start: python(1), shows: 'ours ÷ peer', aim: '≤ 2.5' },
  {
    name: `PyTorch, ${threads} threads`,
    start: python(threads),
    shows: 'ours ÷ peer',
    against: threaded,
    aim: '≤ 2.5',
  },
];

interface Comparison {
  /** Whether Network A's aims hold for it. */
  work: Work;
  aims: boolean;
}

interface Effort {
  rounds: number;
  budgetMs: number;
  /** Networks for which no time is left are left out. */
  allowance: Allowance;
}

async function* compare(
  name: string,
  [ours, ...others]: readonly Contestant[],
  peers: readonly Peer[],
  comparisons: readonly Comparison[],
  { allowance, ...options }: Effort,
): AsyncGenerator<Row> {
  for (const [done, { work, aims }] of comparisons.entries()) {
    // A contestant that is slow here must not take the time of all other networks.
    const share = (2 * allowance.left) / (comparisons.length - done);
    const limitMs = Math.min(allowance.left, share);
    const entries = [ours, ...others].map((contestant) => ({ contestant, work }));
    const [mine, ...theirs] = await race(entries, 'train', { ...options, limitMs });
    const results = peers.map((peer, i) => ({ ...peer, result: theirs[i] }));
    yield* rowsOf(work, { name, result: mine }, results, aims);
  }
}

const ofPreset = (preset: string, id: 'a' | 'b'): Comparison => ({
  work: presetWork({ kind: 'preset', preset, id }),
  aims: false,
});

const ofNetworkA: readonly Comparison[] = (['classical', 'one-way'] as const).map((format) => ({
  work: inNetworkA(format),
  aims: true,
}));

/** Training steps on the processor, against the peers whose names match. */
export function processorRows(only = /./, allowance = new Allowance()): AsyncIterable<Row> {
  const peers = processorPeers.filter(({ name }) => name === threaded || only.test(name));
  const presets = ['frames', 'volume'].flatMap((preset) => [
    ofPreset(preset, 'a'),
    ofPreset(preset, 'b'),
  ]);
  return streamContestants(
    [Contestant.library('ours', 'wasm'), ...peers.map(({ start }) => start())],
    (contestants) =>
      compare('ours, wasm, one thread', contestants, peers, [...ofNetworkA, ...presets], {
        rounds: 4,
        budgetMs: 300,
        allowance,
      }),
  );
}

const gpuPeers = (software: boolean): Peer[] => [
  {
    name: 'tfjs webgpu',
    start: library('stock', 'webgpu'),
    shows: 'peer ÷ ours',
    aim: software ? '≥ 5' : '≥ 2',
  },
  { name: 'jax-js webgpu', start: library('jax', 'webgpu'), shows: 'peer ÷ ours' },
  { name: 'PyTorch, CUDA', start: python(1, 'cuda'), shows: 'ours ÷ peer' },
];

const STACK = { kind: 'stack', ways: 2, kernel: 3, budget: { keep: 0.25 } } as const;

/** Only for hardware: a software adapter would need minutes. */
const ofHardware: readonly Comparison[] = [
  ...[
    { grid: 64, channels: 32, format: 'classical' } as const,
    { grid: 64, channels: 32, format: 'one-way' } as const,
    { grid: 128, channels: 64, format: 'classical' } as const,
  ].map((size) => ({ work: stackWork({ ...STACK, ...size }), aims: true })),
  ofPreset('frames', 'a'),
  ofPreset('frames', 'b'),
];

/** Training steps on WebGPU, in Node through Dawn, and in PyTorch on CUDA. */
export const gpuRows = (allowance = new Allowance()): AsyncIterable<Row> =>
  streamContestants(
    [Contestant.library('ours', 'webgpu'), ...gpuPeers(false).map(({ start }) => start())],
    async function* (contestants) {
      const [{ adapter, runs }] = contestants;
      const software = SOFTWARE.test(adapter);
      yield { what: 'Adapter', value: adapter };
      const works = software || !runs ? ofNetworkA : [...ofNetworkA, ...ofHardware];
      const effort = { rounds: 3, budgetMs: 300, allowance };
      yield* compare('ours', contestants, gpuPeers(software), works, effort);
    },
  );
