/** Threads for the wasm backend in Node, as the page has them where it is cross-origin isolated. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Thread, ThreadStart } from '../../src/engine/backend/wasm/threads.ts';
import { setThreads, setWasmSource } from '../../src/engine/device/load.ts';

const script = new URL('thread.ts', import.meta.url).href;
/** Node 20 does not hand its TypeScript loader on to threads. */
const BOOT = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ tsImport }) => tsImport(workerData.script, workerData.script));
`;

export function nodeThread(): Thread {
  let worker: Worker | undefined;
  return {
    start: (message: ThreadStart) =>
      new Promise((resolve, reject) => {
        worker = new Worker(BOOT, { eval: true, workerData: { ...message, script } });
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
  const { resolve } = createRequire(import.meta.url);
  const file = resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  setWasmSource(() => readFile(file), nodeThread);
  setThreads(count);
}
