import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { SWISH, SWISH_GRADIENT } from '../swish.ts';
import { CONVOLVE_VOLUME, CONVOLVE_VOLUME_FILTER, CONVOLVE_VOLUME_INPUT } from '../volume.ts';
import { registerWasmKernels } from '../wasm/register.ts';
import { sizeOf } from '../shape.ts';
import { withWrongKernel } from '../wrongKernel.testing.ts';
import { deviceChecks, TINY, worstDeviation, type CheckOutcome } from './index.ts';
import { createRandom } from './random.ts';

beforeAll(() => {
  registerWasmKernels();
});

/** The outcomes of the tiny checks of a seed, or of one group of them. */
async function run(backend: string, seed: number, only?: string): Promise<CheckOutcome[]> {
  await tf.setBackend(backend);
  const checks = deviceChecks(seed, TINY).filter(({ group }) => !only || group === only);
  const outcomes: CheckOutcome[] = [];
  for (const check of checks) outcomes.push(await check.run());
  return outcomes;
}

const failures = (outcomes: CheckOutcome[]) =>
  outcomes
    .filter(({ passed }) => !passed)
    .map(({ group, name, problem }) => [group, name, problem]);

describe('the checks of a backend', () => {
  it.each([
    { backend: 'cpu', seeds: [1] },
    // Each is compared with cpu as well.
    { backend: 'wasm', seeds: [1, 2] },
  ])('pass on $backend', { timeout: 120_000 }, async ({ backend, seeds }) => {
    for (const seed of seeds) {
      await tf.setBackend(backend);
      const checks = deviceChecks(seed);
      const outcomes: CheckOutcome[] = [];
      for (const check of checks) outcomes.push(await check.run());
      expect(failures(outcomes)).toEqual([]);
      expect(new Set(checks.map(({ group, name }) => `${group} ${name}`)).size).toBe(checks.length);
      for (const outcome of outcomes) {
        expect(outcome.deviations.length).toBeGreaterThan(0);
        expect(outcome.milliseconds).toBeGreaterThan(0);
        for (const { fromCpu } of outcome.deviations) {
          expect(fromCpu === undefined).toBe(backend === 'cpu');
        }
      }
    }
    expect(tf.getBackend()).toBe(backend);
  });

  it('draw the same from the same seed, and other shapes from another', async () => {
    const shapes = (seed: number) =>
      deviceChecks(seed).map(({ name, shape }) => `${name}: ${shape}`);
    expect(shapes(7)).toEqual(shapes(7));
    expect(shapes(7)).not.toEqual(shapes(8));
    const exact = (outcomes: CheckOutcome[]) => outcomes.map(({ deviations }) => deviations);
    expect(exact(await run('cpu', 3))).toEqual(exact(await run('cpu', 3)));
  });
});

describe('a broken kernel', () => {
  /** The outcomes with a broken kernel in place of a right one. */
  const runWith = (
    kernelName: string,
    wrong: (right: tf.KernelFunc) => tf.KernelFunc,
    only?: string,
  ): Promise<CheckOutcome[]> =>
    withWrongKernel('wasm', kernelName, wrong, () => run('wasm', 1, only));

  /** A kernel whose result is changed in place. */
  const spoil =
    (change: (values: Float32Array, shape: number[]) => void) =>
    (right: tf.KernelFunc): tf.KernelFunc =>
    (params) => {
      const result = right(params) as tf.TensorInfo;
      const backend = params.backend as { typedArrayFromHeap(info: tf.TensorInfo): Float32Array };
      change(backend.typedArrayFromHeap(result), result.shape);
      return result;
    };

  /** A filter (or its gradient) shifted by one tap. */
  const offByOneTap = spoil((values, shape) => {
    const tap = sizeOf(shape.slice(-2));
    values.set([...values.subarray(tap), ...values.subarray(0, tap)]);
  });

  it('that is off by one tap is found, and the cases are named', async () => {
    const failed = failures(await runWith(tf.Conv2DBackpropFilter, offByOneTap));
    expect(failed).toContainEqual([
      'Conv2D',
      expect.stringMatching(/^3×3, stride/),
      expect.stringMatching(/^Wrong: d filter \(off by [\d.e-]+\)\.$/),
    ]);
    // One tap alone cannot be shifted; what has no filter gradient is right.
    expect(failed.some(([, name]) => name?.startsWith('1×1'))).toBe(false);
    expect(failed.map(([group]) => group)).not.toContain('Depthwise');
  });

  it.each([
    [tf.Conv2D, 'Conv2D'],
    [tf.FusedConv2D, 'Conv2D'],
    [tf.Conv2DBackpropInput, 'Conv2D'],
    [tf.Conv2DBackpropInput, '3-way convolution'],
    [CONVOLVE_VOLUME, '3-way convolution'],
    [CONVOLVE_VOLUME_INPUT, '3-way convolution'],
    [CONVOLVE_VOLUME_FILTER, '3-way convolution'],
    [tf.DepthwiseConv2dNative, 'Depthwise'],
    [tf.DepthwiseConv2dNativeBackpropFilter, 'Depthwise'],
    [tf.DepthwiseConv2dNativeBackpropInput, 'Depthwise'],
    [tf.BatchMatMul, 'matMul'],
    [tf.Sum, 'Sums'],
    [SWISH, 'Swish'],
    [SWISH_GRADIENT, 'Swish'],
    [tf.Sigmoid, 'Swish'],
    [tf.Concat, 'Upsampling'],
    [tf.PadV2, 'Padding'],
    [tf.Slice, 'Padding'],
    [tf.Reverse, 'Padding'],
    [tf.Transpose, 'Transposition'],
  ])(
    '%s, with every seventh number off by a hundredth, is found among the cases of %s',
    async (kernel, group) => {
      const wrong = spoil((values) => {
        const error = 0.01 * Math.max(...values.map(Math.abs));
        values.forEach((value, i) => {
          // Not just one: it may be cut away later with the padding.
          if (i % 7 === 0) values[i] = value + error;
        });
      });
      const failed = failures(await runWith(kernel, wrong, group));
      expect(failed.map(([name]) => name)).toContain(group);
    },
  );

  it('that gives a single NaN is found', async () => {
    const wrong = spoil((values) => {
      values[values.length - 1] = NaN;
    });
    const outcomes = await runWith(tf.BatchMatMul, wrong, 'matMul');
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) {
      expect(outcome.passed).toBe(false);
      expect(outcome.problem).toContain('NaN');
      expect(worstDeviation(outcome)?.fromReference).toBeNaN();
    }
  });

  it('that leaks is found', async () => {
    const wrong =
      (right: tf.KernelFunc): tf.KernelFunc =>
      (params) => {
        right(params);
        return right(params);
      };
    const outcomes = await runWith(tf.Sigmoid, wrong, 'Swish');
    const leaking = outcomes.filter(({ name }) => name.startsWith('composed'));
    expect(leaking).toHaveLength(1);
    for (const { problem } of leaking) {
      expect(problem).toMatch(/^It leaves \d+ buffers behind at every call\.$/);
    }
  });

  it('that throws is an outcome like others', async () => {
    const wrong = () => () => {
      throw new Error('out of order');
    };
    const outcomes = await runWith(tf.Transpose, wrong, 'Transposition');
    expect(outcomes.length).toBeGreaterThan(0);
    for (const { passed, problem, deviations } of outcomes) {
      expect(passed).toBe(false);
      expect(problem).toBe('It can’t be computed: out of order.');
      expect(deviations).toEqual([]);
    }
  });
});

it('random numbers are uniform and normal, and a stream for every label', () => {
  const random = createRandom(1, 'a');
  const uniform = Array.from({ length: 10_000 }, () => random.uniform());
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  expect(mean(uniform)).toBeCloseTo(0.5, 1);
  const normal = random.normals(10_000);
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) counts[random.between(0, 2)]++;
  for (const count of counts) expect(count).toBeGreaterThan(900);
  expect(createRandom(1, 'b').uniform()).not.toBe(createRandom(1, 'a').uniform());
});
