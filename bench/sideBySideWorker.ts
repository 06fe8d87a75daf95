/** Trains the network in `workerData` on wasm: as many steps as each message says, answered by the time (ms). */
import { parentPort, workerData } from 'node:worker_threads';
import { chooseBackend } from '../src/engine/device/choose.ts';
import { OurRunner } from './contestants/ours.ts';
import type { Work } from './work.ts';

/** Where the first steps compile and allocate. */
const WARM_UP = 16;

async function main(): Promise<void> {
  await chooseBackend('wasm');
  const runner = new OurRunner(workerData as Work);
  await runner.run('train', WARM_UP);
  parentPort!.on('message', (steps: number) => void answer(runner, steps));
  parentPort!.postMessage('ready');
}

async function answer(runner: OurRunner, steps: number): Promise<void> {
  const started = performance.now();
  await runner.run('train', steps);
  parentPort!.postMessage(performance.now() - started);
}

void main();
