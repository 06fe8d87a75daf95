/** Two networks at once, a worker thread each, against each of them alone. */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startWorker } from './programs.ts';
import { milliseconds, ratio, type Row } from './table.ts';
import { networkA, stackWork } from './stack.ts';
import { presetWork, type Work } from './work.ts';

const ROUNDS = 4;
/** Length of one timing of the slower network (ms). */
const ROUND_MS = 600;

/** Starts a worker and waits until it is warm. */
async function start(work: Work): Promise<Worker> {
  const worker = startWorker('sideBySideWorker', work);
  await once(worker, 'message');
  return worker;
}

/** Milliseconds that a worker takes for so many steps. */
async function train(worker: Worker, steps: number): Promise<number> {
  worker.postMessage(steps);
  const [ms] = (await once(worker, 'message')) as [number];
  return ms;
}

async function row(what: string, works: readonly [Work, Work]): Promise<Row> {
  const workers = await Promise.all(works.map(start));
  try {
    const probe = [await train(workers[0], 8), await train(workers[1], 8)].map((ms) => ms / 8);
    const steps = Math.max(4, Math.round(ROUND_MS / Math.max(...probe)));
    const least = [Infinity, Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round++) {
      const alone = [await train(workers[0], steps), await train(workers[1], steps)];
      const both = await Promise.all(workers.map((worker) => train(worker, steps)));
      [...alone, Math.max(...both)].forEach((ms, i) => (least[i] = Math.min(least[i], ms / steps)));
    }
    const [a, b, together] = least;
    return {
      what,
      value: `${ratio(together / Math.max(a, b))} (${[a, b, together].map(milliseconds).join(', ')})`,
      aim: '≤ 1.25',
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Wall-clock time of equally many steps of both, as a multiple of the slower one's alone. */
export async function sideBySideRows(): Promise<Row[]> {
  const a = stackWork(networkA('classical'));
  const preset = (id: 'a' | 'b') => presetWork({ kind: 'preset', preset: 'frames', id });
  return [
    await row('Network A twice: together ÷ slower alone (alone, alone, together)', [a, a]),
    await row('Network A, classical and one-way', [a, stackWork(networkA('one-way'))]),
    await row('Default preset, A and B', [preset('a'), preset('b')]),
  ];
}
