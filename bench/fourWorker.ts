/** A network's worker in Node: as src/worker/network.worker.ts, but for what only the page asks. */
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { BackendDesk } from '../src/worker/backendDesk.ts';
import { NetworkDesk } from '../src/worker/networkDesk.ts';
import type { NetworkCommand, WorkerEvent } from '../src/worker/protocol.ts';
import type { Reply } from '../src/worker/serve.ts';

const desk = new NetworkDesk(new BackendDesk(1));

/** Everything that the worker holds: the wasm module's heap, JavaScript's, and arrays besides. */
function heldBytes(): number {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  const { used_heap_size: objects, external_memory: arrays } = getHeapStatistics();
  return wasm.HEAPU8.byteLength + objects + arrays;
}

const reply: Reply<WorkerEvent> = (event) => {
  parentPort!.postMessage(event.type === 'finished' ? { ...event, bytes: heldBytes() } : event);
};

async function answer(command: NetworkCommand): Promise<void> {
  const { type } = command;
  if (type === 'prepare') await desk.prepare(command, reply);
  else if (type === 'samples') desk.addSamples(command, reply);
  else if (type === 'train') await desk.train(command.until, reply);
  else if (type === 'yourTurn' || type === 'giveWay') desk.hear(command);
  else throw new Error(`“${type}” is not part of the benchmark.`);
}

parentPort!.on('message', (command: NetworkCommand) => {
  answer(command).catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  });
});
