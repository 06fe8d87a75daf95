/** The script of the worker that checks one backend. It is ended from outside: see deviceClient.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { deviceChecks, FULL, TINY, type Check, type CheckOutcome } from 'slimwave-kernels/checks';
import { onDeviceFault, watchDevice } from 'slimwave-kernels/webgpu/deviceFaults';
import { probeAdapter } from '../engine/device/adapter.ts';
import { layerChecks } from '../engine/verification/layers/layerChecks.ts';
import {
  completeBackend,
  isFusing,
  loadBackend,
  setThreads,
  threadsOf,
} from '../engine/device/load.ts';
import { ASKED_FOR, inTime } from '../engine/device/patience.ts';
import type { AdapterReport, DeviceCommand, DeviceEvent } from './deviceProtocol.ts';
import { announce } from './lifeline.ts';
import { coresHere, threadsPerNetwork } from './threads.ts';
import { prepareWasm } from './wasmFiles.ts';

/** Least time between two reports (ms). */
const REPORT_INTERVAL = 100;

const post = (event: DeviceEvent) => self.postMessage(event);

/** The limits that decide which kernels can run. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** The adapter, or a sentence that says why there is none. */
async function describeAdapter(): Promise<AdapterReport | string> {
  const found = await probeAdapter(ASKED_FOR);
  const absent = 'This browser offers no WebGPU adapter';
  if (found.kind === 'none') return found.fault ? `${absent}: ${found.fault}.` : `${absent}.`;
  const asked = navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const adapter = await inTime('the GPU', ASKED_FOR.adapter, asked);
  if (!adapter) return `${absent}.`;
  return {
    name: found.name,
    software: found.kind === 'software',
    limits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    features: Array.from(adapter.features).toSorted(),
  };
}

/** The first fault that the GPU has reported since the last call. */
let fault: string | undefined;
function takeFault(): string | undefined {
  const taken = fault;
  fault = undefined;
  return taken;
}

async function start(backend: DeviceCommand['backend']): Promise<void> {
  // The plain JavaScript backend is what the others are compared with.
  await loadBackend('cpu', ASKED_FOR);
  // In as many threads as a network that trains alone.
  prepareWasm();
  setThreads(threadsPerNetwork(coresHere(), 1));
  await loadBackend(backend, ASKED_FOR);
  // tfjs reports failure by `false`.
  if (!(await tf.setBackend(backend))) throw new Error('It could not be started.');
  await tf.ready();
  await completeBackend(backend);
  if (backend !== 'webgpu') return;
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const running = tf.backend();
  if (running instanceof WebGPUBackend) watchDevice(running.device)();
  onDeviceFault((message) => {
    fault ??= message;
  });
}

/** tfjs overlooks errors of the GPU, and what it reads back then may be anything. */
function withFault(outcome: CheckOutcome): CheckOutcome {
  const message = takeFault();
  if (message === undefined) return outcome;
  const problem = [outcome.problem, `Meanwhile ${message}.`].filter(Boolean).join(' ');
  return { ...outcome, passed: false, problem };
}

async function runAll(checks: readonly Check[]): Promise<void> {
  let pending: CheckOutcome[] = [];
  let reported = performance.now();
  for (const check of checks) {
    pending.push(withFault(await check.run()));
    const now = performance.now();
    if (now - reported < REPORT_INTERVAL) continue;
    reported = now;
    post({ type: 'outcomes', outcomes: pending });
    pending = [];
  }
  post({ type: 'outcomes', outcomes: pending });
}

async function checkBackend({ backend, seed }: DeviceCommand): Promise<void> {
  const adapter = backend === 'webgpu' ? await describeAdapter() : undefined;
  if (typeof adapter === 'string') {
    post({ type: 'absent', reason: adapter });
    return;
  }
  await start(backend);
  const few = adapter?.software === true;
  const extent = few ? TINY : FULL;
  const checks = [...deviceChecks(seed, extent), ...layerChecks(seed, extent)];
  const { threads } = await threadsOf(backend);
  const fused = await isFusing(backend);
  const total = checks.length;
  post({ type: 'started', total, few, tfjs: tf.version_core, threads, fused, adapter });
  await runAll(checks);
  post({ type: 'finished' });
}

self.onmessage = ({ data }: MessageEvent<DeviceCommand>) => {
  checkBackend(data).catch((error: unknown) => {
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
};
announce();
