/** All checks of a device on WebGPU; runs in Chromium. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { deviceChecks, FULL, TINY } from '../../backend/checks/index.ts';
import { onDeviceFault, watchDevice } from '../../backend/webgpu/deviceFaults.ts';
import { probeAdapter } from '../../device/adapter.ts';
import { layerChecks } from './layerChecks.ts';
import { loadBackend } from '../../device/load.ts';
import { ASKED_FOR } from '../../device/patience.ts';

const adapter = await probeAdapter(ASKED_FOR);
/** A GPU in software would need minutes for all of them. */
const hardware = adapter.kind === 'hardware';
const extent = hardware ? FULL : TINY;
const faults: string[] = [];

describe('all checks on WebGPU', () => {
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

  it.each(hardware ? [1, 2, 3] : [1])(
    'all checks of seed %i pass',
    async (seed) => {
      for (const check of [...deviceChecks(seed, extent), ...layerChecks(seed, extent)]) {
        const { group, name, problem } = await check.run();
        expect(problem, `${group}: ${name}`).toBeUndefined();
        expect(faults, `${group}: ${name}`).toEqual([]);
      }
    },
    300_000,
  );
});
