/**
 * Four networks of the preset “quick” in a worker each, taking turns on the cores as in the page, against each of
 * them alone.
 */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { sampleParameters } from '../src/engine/data/sampling.ts';
import { sampleRanges } from '../src/engine/data/ranges.ts';
import { simulateRange, simulatorFor } from '../src/engine/data/samples.ts';
import { idsOf, type NetworkId, type NetworkSpec } from '../src/engine/experiment/network.ts';
import { findPreset } from '../src/engine/experiment/presets.ts';
import type { Experiment } from '../src/engine/experiment/schema.ts';
import { sum } from '../src/engine/math.ts';
import { stepsOf } from '../src/engine/train/steps.ts';
import type { NetworkRequest, WorkerEvent } from '../src/worker/protocol.ts';
import { Turns } from '../src/worker/turns.ts';
import { startWorker } from './programs.ts';
import { mebibytes, ratio, seconds, type Row } from './table.ts';

const ROUNDS = 2;
const RUN = 1;
const RANGE = 16;

interface Contender {
  experiment: Experiment;
  id: NetworkId;
  worker: Worker;
}

/** The preset with four networks: its first two, and two one-way networks. */
function fourNetworks(): Experiment {
  const { experiment } = findPreset('quick')!;
  const [classical, compressed] = experiment.networks;
  const oneWay: NetworkSpec = { ...compressed, format: 'one-way' };
  const small: NetworkSpec = { ...oneWay, rank: { keep: 0.2 } };
  return { ...experiment, networks: [classical, compressed, oneWay, small] };
}

type Told<Type extends WorkerEvent['type']> = Extract<WorkerEvent, { type: Type }>;

const send = ({ worker, id }: Contender, request: NetworkRequest): void =>
  worker.postMessage({ ...request, network: id });

/** Resolves to the next event of a kind; rejects if the worker fails first. */
const heard = <Type extends WorkerEvent['type']>(
  { worker }: Contender,
  type: Type,
): Promise<Told<Type> & { bytes?: number }> =>
  new Promise((resolve, reject) => {
    const listen = (event: WorkerEvent) => {
      if (event.type !== type && event.type !== 'failed') return;
      worker.off('message', listen);
      if (event.type === 'failed') reject(new Error(event.message));
      else resolve(event as Told<Type> & { bytes?: number });
    };
    worker.on('message', listen);
    worker.once('error', reject);
  });

/** A network that is to train from its beginning. */
async function prepare(one: Contender): Promise<void> {
  const { experiment } = one;
  send(one, { type: 'prepare', runId: RUN, experiment, backend: 'wasm', networks: 4 });
  await heard(one, 'prepared');
}

async function giveSamples(all: readonly Contender[]): Promise<void> {
  const [{ experiment }] = all;
  const parameters = sampleParameters(experiment);
  const simulator = simulatorFor(experiment);
  const complete = all.map((one) => heard(one, 'complete'));
  for (const range of sampleRanges(experiment, RANGE)) {
    const chunk = simulateRange(experiment, parameters, simulator, range);
    for (const one of all) send(one, { type: 'samples', runId: RUN, ...chunk });
  }
  await Promise.all(complete);
}

/** Trains networks side by side from beginning to end: the time until the last has finished (ms), and what each holds. */
async function train(all: readonly Contender[]): Promise<{ ms: number; bytes: number[] }> {
  await Promise.all(all.map(prepare));
  const started = performance.now();
  const finished = all.map((one) => heard(one, 'finished'));
  for (const one of all) {
    send(one, { type: 'train', runId: RUN, until: stepsOf(one.experiment, one.id) });
  }
  const events = await Promise.all(finished);
  return { ms: performance.now() - started, bytes: events.map(({ bytes = NaN }) => bytes) };
}

async function measure(all: readonly Contender[]): Promise<Row[]> {
  const cores = availableParallelism();
  const turns = new Turns<Worker>(cores, (worker, message) => worker.postMessage(message));
  let handedOver = 0;
  for (const { worker } of all) {
    worker.on('message', (event: WorkerEvent) => {
      if (event.type !== 'turn') return;
      if (event.asked === undefined) turns.end(worker);
      else turns.ask(worker, event.asked);
      handedOver++;
    });
  }
  await Promise.all(all.map(prepare));
  await giveSamples(all);
  const alone = all.map(() => ({ ms: Infinity, bytes: 0 }));
  let together = { ms: Infinity, bytes: [0] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, one] of all.entries()) {
      const { ms, bytes } = await train([one]);
      alone[i] = { ms: Math.min(ms, alone[i].ms), bytes: Math.max(alone[i].bytes, ...bytes) };
    }
    handedOver = 0;
    const { ms, bytes } = await train(all);
    if (ms < together.ms) together = { ms, bytes };
  }
  const sumMs = sum(alone.map(({ ms }) => ms));
  const sumBytes = sum(alone.map(({ bytes }) => bytes));
  const times = alone.map(({ ms }) => seconds(ms)).join(', ');
  return [
    {
      what: `whole run ÷ (sum of each alone ÷ ${cores} cores) (alone; together)`,
      value: `${ratio(together.ms / (sumMs / cores))} (${times}; ${seconds(together.ms)})`,
      aim: '≤ 1.05',
    },
    {
      what: 'turns asked for and given back in the last run',
      value: String(handedOver),
    },
    {
      what: 'memory of the four workers ÷ sum of each alone',
      value: `${ratio(sum(together.bytes) / sumBytes)} (${mebibytes(sum(together.bytes))} ÷ ${mebibytes(sumBytes)})`,
      aim: '≤ 1',
    },
  ];
}

export async function fourRows(): Promise<Row[]> {
  const experiment = fourNetworks();
  const all = idsOf(experiment).map((id) => ({
    experiment,
    id,
    worker: startWorker('fourWorker'),
  }));
  try {
    return await measure(all);
  } finally {
    await Promise.all(all.map(({ worker }) => worker.terminate()));
  }
}
