/** Loads a backend's code only when it is wanted, and gives it what it needs. */
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../backend/wasm/kernels.ts';
import type { Thread } from '../backend/wasm/threads.ts';
import type { BackendName } from './choose.ts';

let wasmFiles: Record<string, string> | undefined;
let wasmThreads: (() => Thread[]) | undefined;

/**
 * Where the .wasm files are served, by file name; not needed in Node, where they lie beside the code. If their
 * memory is shared (`withSharedMemory`), `threads` makes the threads besides the backend's own.
 */
export const setWasmFiles = (files: Record<string, string>, threads?: () => Thread[]): void => {
  wasmFiles = files;
  wasmThreads = threads;
};

/** With `fetch`, tfjs waits for ever for a file that cannot be loaded. The browser's cache has it after this. */
async function assertLoads(file: string): Promise<void> {
  const loaded = await tf.util.fetch(file).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!loaded) throw new Error('its file could not be loaded. Reload the page to try again.');
}

export async function loadBackend(name: BackendName): Promise<void> {
  switch (name) {
    case 'webgpu': {
      await import('@tensorflow/tfjs-backend-webgpu');
      const { registerWebGPUKernels } = await import('../backend/webgpu/register.ts');
      registerWebGPUKernels();
      return;
    }
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      const { registerWasmKernels } = await import('../backend/wasm/register.ts');
      // Not tfjs's threads: ours also do the convolutions that ours replace, and survive minification.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      if (wasmFiles) {
        // The one that every browser with `popover` loads, which the page needs anyway.
        await assertLoads(wasmFiles['tfjs-backend-wasm-simd.wasm']);
        wasm.setWasmPaths(wasmFiles, true);
      }
      registerWasmKernels();
      return;
    }
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    default:
      return name satisfies never;
  }
}

/**
 * What the current backend needs once it runs: the threads of wasm. Where they can't start, it goes on with one;
 * `threadsOf` tells.
 */
export async function completeBackend(name: BackendName): Promise<void> {
  if (name !== 'wasm' || !wasmThreads) return;
  const { startThreads, threadCount } = await import('../backend/wasm/threads.ts');
  const backend = tf.backend() as Backend;
  if (threadCount(backend) > 1) return;
  await startThreads(backend, wasmThreads()).catch(() => {
    // They would keep every later start waiting, too.
    wasmThreads = undefined;
  });
}

/** Threads that compute: more than one on wasm only. */
export async function threadsOf(name: BackendName): Promise<number> {
  if (name !== 'wasm') return 1;
  const { threadCount } = await import('../backend/wasm/threads.ts');
  return threadCount(tf.backend() as Backend);
}
