/** Loads a backend's code only when it is wanted, and gives it what it needs. */
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from 'slimwave-kernels/wasm/kernels';
import type { Thread } from 'slimwave-kernels/wasm/threads';
import { openDevice } from './adapter.ts';
import type { BackendName } from './decide.ts';
import { AUTOMATIC, inTime, SilenceError, type StartLimits } from './patience.ts';
import { startWasm, type WasmSource } from './startWasm.ts';

let wasmSource: WasmSource | undefined;
let newThread: (() => Thread) | undefined;
let wantedThreads = 1;
let threadsProblem: string | undefined;
/** Backends that have been made ready for tfjs. */
const ready = new Set<BackendName>();

/**
 * Where the wasm backend's files come from; not needed in Node, where they lie beside the code. With `thread`, which
 * makes one, its memory is shared, if the browser allows it, so that it can have more threads than its own.
 */
export function setWasmSource(source: WasmSource, thread?: () => Thread): void {
  wasmSource = source;
  newThread = thread;
  threadsProblem = undefined;
}

/** How many threads are to compute on wasm, from the next start of the backend on. */
export const setThreads = (count: number): void => {
  wantedThreads = count;
};

/** A part of the page's code that is loaded on demand. Rejects with the end of a sentence. */
async function load<T>(code: Promise<T>, { code: limit }: StartLimits): Promise<T> {
  try {
    return await inTime('the server that has its code', limit, code);
  } catch (error) {
    if (error instanceof SilenceError) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`its code could not be loaded (${what}). Reload the page to try again.`, {
      cause: error,
    });
  }
}

/** Puts a backend that is there already in place of what tfjs would start, whose faults and silence it overlooks. */
function provide(name: BackendName, backend: tf.KernelBackend, priority: number): void {
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  tf.registerBackend(name, () => backend, priority);
  ready.add(name);
}

async function loadWebGpu(limits: StartLimits): Promise<void> {
  const { WebGPUBackend } = await load(import('@tensorflow/tfjs-backend-webgpu'), limits);
  const { registerWebGPUKernels } = await load(import('slimwave-kernels/webgpu/register'), limits);
  const { hastenReads } = await load(import('slimwave-kernels/webgpu/readBack'), limits);
  registerWebGPUKernels();
  if (ready.has('webgpu')) return;
  // If it is asked for before there is a device, tfjs must not try by itself.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  const { device, info } = await openDevice(limits);
  type Arguments = ConstructorParameters<typeof WebGPUBackend>;
  const backend = new WebGPUBackend(device as Arguments[0], info as Arguments[1]);
  hastenReads(backend);
  provide('webgpu', backend, 3);
}

async function loadWasm(limits: StartLimits): Promise<void> {
  const code = import('@tensorflow/tfjs-backend-wasm');
  const { BackendWasm } = await load(code, limits);
  const { registerWasmKernels } = await load(import('slimwave-kernels/wasm/register'), limits);
  // Not tfjs's threads: ours also do the convolutions that ours replace, and survive minification.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (wasmSource && !ready.has('wasm')) {
    const module = await startWasm(wasmSource, newThread !== undefined);
    type Module = ConstructorParameters<typeof BackendWasm>[0];
    provide('wasm', new BackendWasm(module as unknown as Module), 2);
  }
  registerWasmKernels();
}

/** Rejects with the end of a sentence that begins with the backend's name. */
export async function loadBackend(
  name: BackendName,
  limits: StartLimits = AUTOMATIC,
): Promise<void> {
  switch (name) {
    case 'webgpu':
      return loadWebGpu(limits);
    case 'wasm':
      return loadWasm(limits);
    case 'cpu':
      await load(import('@tensorflow/tfjs-backend-cpu'), limits);
      return;
    default:
      return name satisfies never;
  }
}

/**
 * What the current backend needs once it runs: on wasm fused multiply-adds, unless there are none or `fma` is false,
 * and as many threads as are wanted. Where they can't start, it goes on with one.
 */
export async function completeBackend(name: BackendName, fma = true): Promise<void> {
  if (name !== 'wasm') return;
  const { fuseLoops } = await import('slimwave-kernels/wasm/loops');
  const backend = tf.backend() as Backend;
  const changed = fuseLoops(backend, fma);
  if (!newThread) return;
  const { startThreads, threadCount } = await import('slimwave-kernels/wasm/threads');
  if (threadCount(backend) === wantedThreads && !changed) return;
  const others = Array.from({ length: wantedThreads - 1 }, newThread);
  await startThreads(backend, others).catch((error: unknown) => {
    // They would keep every later start waiting, too.
    newThread = undefined;
    threadsProblem = error instanceof Error ? error.message : String(error);
  });
}

/** Whether the current backend uses fused multiply-adds: those of wasm, whose results depend on it. */
export async function isFusing(name: BackendName): Promise<boolean> {
  if (name !== 'wasm') return false;
  const { isFused } = await import('slimwave-kernels/wasm/loops');
  return isFused(tf.backend() as Backend);
}

/** Threads that compute: more than one on wasm only. `problem` says why there are no more, as a sentence. */
export async function threadsOf(name: BackendName): Promise<{ threads: number; problem?: string }> {
  if (name !== 'wasm') return { threads: 1 };
  const { threadCount } = await import('slimwave-kernels/wasm/threads');
  return { threads: threadCount(tf.backend() as Backend), problem: threadsProblem };
}
