/** How much faster training steps are with more threads. */
import * as tf from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import type { Backend } from 'slimwave-kernels/wasm/kernels';
import { limitThreads, threadCount, threadPace } from 'slimwave-kernels/wasm/threads';
import { chooseBackend } from '../../src/engine/device/choose.ts';
import { measureKey } from '../../src/engine/device/measure.ts';
import { specOf, type NetworkId } from '../../src/engine/experiment/network.ts';
import { presets } from '../../src/engine/experiment/presets.ts';
import type { Trainer } from '../../src/engine/train/trainer.ts';
import { Allowance } from '../allowance.ts';
import { NO_TIME } from '../contestants/contestant.ts';
import { trainerOf } from '../contestants/ours.ts';
import { milliseconds, ratio, type Row } from '../table.ts';
import { networkA, stackWork } from '../stack.ts';
import type { Work } from '../work.ts';
import { giveThreads } from './threads.ts';

/** Steps that are timed together: other programs get in between less often than in a longer time. */
const BURST = 4;
const WARM_UP = 8;
/** Time for each number of threads (ms). */
const EACH_MS = 700;
/** Two threads should be so many times faster than one. */
const GAIN = 1.3;

const steps = async (trainer: Trainer, count: number): Promise<number> => {
  const begun = performance.now();
  for (let i = 0; i < count; i++) trainer.trainStep();
  const ms = (performance.now() - begun) / count;
  await trainer.takeBatchErrors();
  return ms;
};

/** The least time of a step with each number of threads, which take turns. */
async function timesWith(trainer: Trainer, counts: readonly number[]): Promise<number[]> {
  const backend = tf.backend() as Backend;
  const least = counts.map(() => Infinity);
  await steps(trainer, WARM_UP);
  const until = performance.now() + EACH_MS * counts.length;
  do {
    for (const [i, count] of counts.entries()) {
      limitThreads(backend, count);
      least[i] = Math.min(least[i], await steps(trainer, BURST));
    }
  } while (performance.now() < until);
  return least;
}

interface Timed {
  name: string;
  work: Pick<Work, 'source' | 'batch'>;
}

/** Two networks of every preset, those that are alike once, and the benchmark's own. */
function timed(): Timed[] {
  const unlike = presets.filter(
    ({ experiment }, i) =>
      presets.findIndex((other) => measureKey(other.experiment) === measureKey(experiment)) === i,
  );
  const stacks = (['classical', 'one-way'] as const).map((format) => ({
    name: `Network A, ${format}`,
    work: stackWork(networkA(format)),
  }));
  const networks = unlike.flatMap(({ id: preset, experiment }) =>
    (['a', 'b'] as const).map((id: NetworkId & ('a' | 'b')) => ({
      name: `${preset}, ${specOf(experiment, id).format}`,
      work: { source: { kind: 'preset', preset, id } as const, batch: experiment.training.batch },
    })),
  );
  return [...stacks, ...networks];
}

async function row({ name, work }: Timed, counts: readonly number[]): Promise<Row> {
  const trainer = trainerOf(work);
  try {
    const ms = await timesWith(trainer, counts);
    const [one, ...more] = ms;
    const times = ms.map((time, i) => `${counts[i]}: ${milliseconds(time)}`).join(', ');
    const slower = more.some((time) => time > one);
    return {
      what: name,
      value: `${more.map((time) => ratio(one / time)).join(', ')} (${times})${slower ? ', slower than one' : ''}`,
      aim: `≥ ${GAIN} with 2`,
    };
  } finally {
    trainer.dispose();
  }
}

/** Speed with 2, 4, 8 and 16 threads, as many as there are cores for, as a multiple of that with one. */
export async function* threadRows(allowance = new Allowance()): AsyncGenerator<Row> {
  const cores = availableParallelism();
  const counts = [1, 2, 4, 8, 16].filter((count) => count <= Math.max(2, cores));
  giveThreads(counts.at(-1)!);
  await chooseBackend('wasm');
  const backend = tf.backend() as Backend;
  const pace = threadPace(backend);
  if (!pace || threadCount(backend) < 2) throw new Error('No threads could be started.');
  const { macs, numbers, handOverUs, wakeUs } = pace;
  yield {
    what: 'One thread: multiply-accumulates; numbers read or written',
    value: `${(macs / 1000).toFixed(1)} GMAC/s; ${(numbers / 1000).toFixed(1)} G/s`,
  };
  yield {
    what: 'A part handed over to a thread that is awake; threads woken up',
    value: `${handOverUs.toFixed(1)} µs; ${wakeUs.toFixed(0)} µs`,
  };
  for (const one of timed()) {
    if (allowance.left > 0) yield await row(one, counts);
    else yield { what: one.name, value: NO_TIME };
  }
}
