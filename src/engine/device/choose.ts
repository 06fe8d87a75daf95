/**
 * Which backend computes the networks, and why.
 *
 * WebGPU on a hardware adapter, else wasm, else plain JavaScript. A software WebGPU adapter is 30 to 125
 * times slower than wasm and therefore counts as no GPU unless it is forced.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/schema.ts';
import { watchDevice, type WatchedDevice } from '../backend/webgpu/deviceFaults.ts';
import { completeBackend, loadBackend, threadsOf } from './load.ts';
import { selfTest } from './selfTest.ts';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface BackendReport {
  name: BackendName;
  /** A sentence for the user: why this one. */
  reason: string;
  /** What was tried before and refused, one sentence each. */
  refused: string[];
  /** Threads that compute each network. */
  threads: number;
  /** Largest relative deviation from the reference numbers in the self-test. */
  selfTestError: number;
}

/** The part of the WebGPU interface that is needed here; the engine is compiled without the DOM. */
interface GpuProbe {
  requestAdapter(options?: { powerPreference?: string }): Promise<{
    info?: {
      vendor?: string;
      architecture?: string;
      description?: string;
      isFallbackAdapter?: boolean;
    };
    isFallbackAdapter?: boolean;
  } | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

type Adapter = { kind: 'none' } | { kind: 'software' | 'hardware'; name: string };

async function probeAdapter(): Promise<Adapter> {
  const gpu = (globalThis as { navigator?: { gpu?: GpuProbe } }).navigator?.gpu;
  // The adapter is asked for first because tfjs would dereference a missing one.
  const adapter = await gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return { kind: 'none' };
  const info = adapter.info ?? {};
  const name =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'GPU';
  const software =
    adapter.isFallbackAdapter ||
    info.isFallbackAdapter ||
    SOFTWARE.test(`${name} ${info.architecture}`);
  return { kind: software ? 'software' : 'hardware', name };
}

async function start(name: BackendName): Promise<number> {
  await loadBackend(name);
  // tfjs reports failure by `false`, while getBackend() already names the failed one.
  if (!(await tf.setBackend(name))) throw new Error('it could not be started.');
  await tf.ready();
  await completeBackend(name);
  if (name !== 'webgpu') return selfTest();
  const passed = watchDevice((tf.backend() as unknown as { device: WatchedDevice }).device);
  const error = await selfTest();
  passed();
  return error;
}

/** Starts the wanted backend, or the next best one that passes the self-test. */
export async function chooseBackend(wanted: Experiment['backend']): Promise<BackendReport> {
  const adapter = await probeAdapter();
  const refused: string[] = [];
  const candidates: { name: BackendName; reason: string }[] = [];
  if (wanted === 'webgpu' && adapter.kind === 'none') {
    refused.push('WebGPU was asked for, but this browser offers no GPU adapter.');
  } else if (wanted === 'webgpu' && adapter.kind !== 'none') {
    candidates.push({
      name: 'webgpu',
      reason: `Chosen by you; it runs on ${adapter.name}${adapter.kind === 'software' ? ', which is software and slow' : ''}.`,
    });
  } else if (wanted === 'auto' && adapter.kind === 'hardware') {
    candidates.push({ name: 'webgpu', reason: `A hardware GPU is there (${adapter.name}).` });
  } else if (wanted === 'auto' && adapter.kind === 'software') {
    refused.push(`The WebGPU adapter (${adapter.name}) is software, slower than WebAssembly.`);
  }
  if (wanted === 'cpu') candidates.push({ name: 'cpu', reason: 'Chosen by you.' });
  candidates.push({
    name: 'wasm',
    reason: wanted === 'wasm' ? 'Chosen by you.' : 'The fastest one that works here.',
  });
  if (wanted !== 'cpu')
    candidates.push({ name: 'cpu', reason: 'The last resort: slow, but runs everywhere.' });
  for (const { name, reason } of candidates) {
    try {
      const selfTestError = await start(name);
      return { name, reason, refused, threads: await threadsOf(name), selfTestError };
    } catch (error) {
      refused.push(`The ${name} backend was refused: ${(error as Error).message}`);
    }
  }
  throw new Error(`No backend works here. ${refused.join(' ')} Try a current browser.`);
}
