import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { FULL, TINY } from 'slimwave-kernels/checks/extent';
import { gradientError } from 'slimwave-kernels/checks/finiteDifferences.testing';
import { formatLabels } from 'slimwave-formats/registry';
import { layerChecks, layerDefinitions } from './layerChecks.ts';
import { withWrongKernel } from 'slimwave-kernels/wrongKernel.testing';
import { loadBackend } from '../../device/load.ts';

beforeAll(async () => {
  await loadBackend('cpu');
  await loadBackend('wasm');
});

it.each(layerDefinitions(5, FULL))(
  'the reference has the gradients of finite differences: $group, $name',
  (definition) => {
    expect(gradientError(definition)).toBeLessThan(1e-6);
  },
);

describe('the checks of the layers', () => {
  it.each([
    { backend: 'cpu', seeds: [1] },
    // Each is compared with cpu as well.
    { backend: 'wasm', seeds: [1, 2, 3] },
  ])('pass on $backend', { timeout: 120_000 }, async ({ backend, seeds }) => {
    await tf.setBackend(backend);
    for (const check of seeds.flatMap((seed) => layerChecks(seed))) {
      const outcome = await check.run();
      expect(outcome.problem, `${outcome.group}: ${outcome.name}`).toBeUndefined();
      expect(outcome.deviations.length).toBeGreaterThanOrEqual(2);
      for (const { fromCpu } of outcome.deviations) {
        expect(fromCpu === undefined).toBe(backend === 'cpu');
      }
    }
  });

  it('have every format, and names that tell them apart', () => {
    const checks = layerChecks(1);
    const groups = new Set(checks.map(({ group }) => group));
    for (const label of Object.values(formatLabels)) expect(groups).toContain(`${label} layer`);
    expect(new Set(checks.map(({ group, name }) => `${group}: ${name}`)).size).toBe(checks.length);
    expect(layerChecks(1, TINY).length).toBeLessThan(checks.length / 4);
  });

  it('find a wrong gradient of a layer', async () => {
    await tf.setBackend('cpu');
    const turn = (right: tf.KernelFunc): tf.KernelFunc => {
      const { kernelFunc: reverse } = tf.getKernel(tf.Reverse, 'cpu');
      return ({ attrs, backend, inputs }) => {
        const filter = reverse({ inputs: { x: inputs.filter! }, backend, attrs: { dims: [0, 1] } });
        return right({ attrs, backend, inputs: { ...inputs, filter: filter as tf.TensorInfo } });
      };
    };
    const check = layerChecks(1).find(({ group }) => group === 'Classical (dense) layer')!;
    const { problem } = await withWrongKernel('cpu', tf.Conv2DBackpropInput, turn, () =>
      check.run(),
    );
    expect(problem).toMatch(/^Wrong: dx \(off by/);
  });
});
