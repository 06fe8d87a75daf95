/**
 * All checks of a device on WebGPU; runs in Chromium. On a GPU in software e2e/device.spec.ts computes the same lists in
 * the page, so they are not computed twice.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { deviceChecks, FULL } from 'slimwave-kernels/checks';
import { onDeviceFault, watchDevice } from 'slimwave-kernels/webgpu/deviceFaults';
import { probeAdapter } from '../../device/adapter.ts';
import { layerChecks } from './layerChecks.ts';
import { loadBackend } from '../../device/load.ts';
import { ASKED_FOR } from '../../device/patience.ts';

const adapter = await probeAdapter(ASKED_FOR);
const faults: string[] = [];

describe.runIf(adapter.kind === 'hardware')('all checks on WebGPU', () => {
  beforeAll(async () => {
    await loadBackend('cpu');
    await loadBackend('webgpu');
    expect(await tf.setBackend('webgpu')).toBe(true);
    await tf.ready();
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    const backend = tf.backend();
    if (backend instanceof WebGPUBackend) watchDevice(backend.device)();
    onDeviceFault((message) => faults.push(message));
  });

  it.each([1, 2, 3])(
    'all checks of seed %i pass',
    async (seed) => {
      for (const check of [...deviceChecks(seed, FULL), ...layerChecks(seed, FULL)]) {
        const { group, name, problem } = await check.run();
        expect(problem, `${group}: ${name}`).toBeUndefined();
        expect(faults, `${group}: ${name}`).toEqual([]);
      }
    },
    300_000,
  );
});
