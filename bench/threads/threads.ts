/** Threads for the wasm backend in Node, as the page has them where it is cross-origin isolated. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';
import type { Thread, ThreadStart } from 'slimwave-kernels/wasm/threads';
import { setThreads, setWasmSource } from '../../src/engine/device/load.ts';
import { fileOf, packed, startWorker } from '../programs.ts';

export function nodeThread(): Thread {
  let worker: Worker | undefined;
  return {
    start: (message: ThreadStart) =>
      new Promise((resolve, reject) => {
        worker = startWorker('threads/thread', message);
        worker.once('error', reject);
        worker.once('message', () => {
          // From here on it sleeps and works for ever: it must not keep the process alive.
          worker?.unref();
          resolve();
        });
      }),
    stop: () => void worker?.terminate(),
  };
}

/** Call before the wasm backend is loaded: it will have so many threads. */
export function giveThreads(count: number): void {
  const binary = 'tfjs-backend-wasm-simd.wasm';
  const file = packed
    ? fileOf(binary)
    : createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${binary}`);
  setWasmSource(() => readFile(file), nodeThread);
  setThreads(count);
}
