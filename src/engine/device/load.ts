/** Loads a backend's code only when it is wanted. */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from './choose.ts';

let wasmFiles: Record<string, string> | undefined;

/** Where the .wasm files are served, by file name; not needed in Node, where they lie beside the code. */
export const setWasmFiles = (files: Record<string, string>): void => {
  wasmFiles = files;
};

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
      // One thread: a worker per network uses the cores better and needs no isolated page.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      if (wasmFiles) wasm.setWasmPaths(wasmFiles);
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
