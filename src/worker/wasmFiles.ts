/** The files and threads of the wasm backend, for a worker that will run it. */
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { Thread } from 'slimwave-kernels/wasm/threads';
import { setWasmSource } from '../engine/device/load.ts';
import { fetchFile, WASM } from './fetchFile.ts';
import { coresHere } from './threads.ts';

/** A thread that does not say that it is ready within this time won't (ms). */
const START_LIMIT = 5000;

/** Why threads are missing, as a sentence. */
const problem = (reason: string) =>
  new Error(
    `WebAssembly computes in one thread because the others could not be started (${reason}).`,
  );

/** A thread in its own worker, which `make` creates. */
export function workerThread(make: () => Worker, limit = START_LIMIT): Thread {
  let worker: Worker | undefined;
  return {
    start: (message) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(problem(`their script did not answer within ${limit / 1000} s`)),
          limit,
        );
        const fail = (reason: string) => {
          clearTimeout(timer);
          reject(problem(reason));
        };
        try {
          worker = make();
          worker.onmessage = () => {
            clearTimeout(timer);
            resolve();
          };
          worker.onerror = (event) => {
            event.preventDefault();
            fail(event.message || 'their script could not be loaded');
          };
          worker.postMessage(message);
        } catch (error) {
          fail(error instanceof Error ? error.message : String(error));
        }
      }),
    stop: () => worker?.terminate(),
  };
}

const newWorker = () =>
  new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module', name: 'thread' });

/**
 * Says where the wasm backend's files are, and lets it run in several threads where there are several cores and the
 * page is cross-origin isolated. Call before it is loaded.
 */
export function prepareWasm(): void {
  const sharing =
    coresHere() > 1 && self.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
  const newThread = () => workerThread(newWorker);
  setWasmSource(
    (simd) => fetchFile(simd ? simdUrl : plainUrl, WASM),
    sharing ? newThread : undefined,
  );
}
