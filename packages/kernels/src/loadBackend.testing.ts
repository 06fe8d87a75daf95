import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs

/** Makes a backend ready for `tf.setBackend` in Node, with the kernels of this package. */
export async function loadBackend(name: string): Promise<void> {
  if (name !== 'wasm') {
    await import('@tensorflow/tfjs-backend-cpu');
    return;
  }
  await import('@tensorflow/tfjs-backend-wasm');
  const { registerWasmKernels } = await import('./wasm/register.ts');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  registerWasmKernels();
}
