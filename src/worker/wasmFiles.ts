/** The files and threads of the wasm backend, for a worker that will run it. */
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { withSharedMemory } from '../engine/backend/wasm/sharedMemory.ts';
import type { Thread } from '../engine/backend/wasm/threads.ts';
import { setWasmFiles } from '../engine/device/load.ts';

const SIMD = 'tfjs-backend-wasm-simd.wasm';

// tfjs insists on knowing all three; it loads only the one that fits.
const files = {
  'tfjs-backend-wasm.wasm': plainUrl,
  [SIMD]: simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
};

/** A thread that does not say that it is ready within this time won't (ms). */
const START_LIMIT = 10_000;

function workerThread(): Thread {
  const worker = new Worker(new URL('./thread.worker.ts', import.meta.url), {
    type: 'module',
    name: 'thread',
  });
  return {
    start: (message) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error('A thread could not be started.'));
        const timer = setTimeout(fail, START_LIMIT);
        worker.onmessage = () => {
          clearTimeout(timer);
          resolve();
        };
        worker.onerror = (event) => {
          event.preventDefault();
          fail();
        };
        worker.postMessage(message);
      }),
    stop: () => worker.terminate(),
  };
}

/**
 * Makes the wasm backend run in so many threads where the page is cross-origin isolated, else in one. Call before
 * it is loaded.
 */
export async function prepareWasm(threads: number): Promise<void> {
  const shared = threads > 1 && self.crossOriginIsolated ? await sharedFile() : undefined;
  if (shared === undefined) setWasmFiles(files);
  else {
    const others = () => Array.from({ length: threads - 1 }, workerThread);
    setWasmFiles({ ...files, [SIMD]: shared }, others);
  }
}

/** The address of the same code with a memory to share; undefined where it can't be had: one thread will do. */
async function sharedFile(): Promise<string | undefined> {
  try {
    const response = await fetch(simdUrl);
    const binary = withSharedMemory(new Uint8Array(await response.arrayBuffer()));
    return URL.createObjectURL(new Blob([binary], { type: 'application/wasm' }));
  } catch {
    return undefined;
  }
}
