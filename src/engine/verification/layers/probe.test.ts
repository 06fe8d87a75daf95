import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { withWrongKernel } from 'slimwave-kernels/wrongKernel.testing';
import { loadBackend } from '../../device/load.ts';
import { selfTest } from './probe.ts';

beforeAll(() => loadBackend('wasm'));

describe('self-test', () => {
  it.each(['wasm', 'cpu'])('passes on %s', async (backend) => {
    await tf.setBackend(backend);
    expect(await selfTest()).toBeLessThan(1e-5);
  });

  it('refuses a backend whose gradient is wrong, and names the case', async () => {
    await tf.setBackend('wasm');
    const negative =
      (right: tf.KernelFunc): tf.KernelFunc =>
      (params) =>
        tf.getKernel(tf.Neg, 'wasm').kernelFunc({
          inputs: { x: right(params) as tf.TensorInfo },
          backend: params.backend,
          attrs: {},
        });
    await withWrongKernel('wasm', tf.Conv2DBackpropFilter, negative, () =>
      expect(selfTest()).rejects.toThrow('2-way 3×3 convolution failed. Wrong: d filter'),
    );
    expect(await selfTest()).toBeLessThan(1e-5);
  });
});
