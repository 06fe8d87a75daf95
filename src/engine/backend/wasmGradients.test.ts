import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { product } from '../formats/format.ts';
import { randomStream } from '../random.ts';
import { loadBackend } from './load.ts';
import { selfTest } from './selfTest.ts';

beforeAll(async () => {
  await loadBackend('wasm');
});

const small = (max: number) => fc.integer({ min: 1, max });

const cases = fc.record({
  batch: small(3),
  height: small(9),
  width: small(9),
  kernelHeight: small(5),
  kernelWidth: small(5),
  inputs: small(4),
  outputs: small(4),
  strideHeight: small(3),
  strideWidth: small(3),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  seed: small(1000),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Value and gradients of a convolution on a backend. */
async function convolution(backend: string, c: Case): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const random = randomStream(c.seed, 'convolution');
  const draw = (shape: [number, number, number, number]) =>
    tf.tensor4d(
      Float32Array.from({ length: product(shape) }, () => random.normal()),
      shape,
    );
  const x = draw([c.batch, c.height, c.width, c.inputs]);
  const filter = draw([c.kernelHeight, c.kernelWidth, c.inputs, c.outputs]);
  const run = (a: tf.Tensor4D, w: tf.Tensor4D) =>
    tf.conv2d(a, w, [c.strideHeight, c.strideWidth], c.pad);
  const dy = draw(tf.tidy(() => run(x, filter).shape));
  const { value, grads } = tf.valueAndGrads(run as never)([x, filter], dy);
  const results = [value, ...grads].map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose([x, filter, dy, value, ...grads]);
  return results;
}

/**
 * The kernel fits, and is not smaller than the stride: tfjs 4.22's own forward convolution on wasm is
 * wrong for 'same' padding with a kernel smaller than the stride.
 */
const fits = (c: Case) =>
  (c.pad === 'valid' || (c.strideHeight <= c.kernelHeight && c.strideWidth <= c.kernelWidth)) &&
  (c.pad === 'same' || (c.kernelHeight <= c.height && c.kernelWidth <= c.width));

describe('convolution gradients on wasm', () => {
  it('agree with the cpu backend for any shape, stride and padding', async () => {
    await fc.assert(
      fc.asyncProperty(cases.filter(fits), async (c) => {
        const expected = await convolution('cpu', c);
        const actual = await convolution('wasm', c);
        expected.forEach((want, i) => {
          const scale = Math.max(1, ...want.map(Math.abs));
          want.forEach((value, k) => {
            expect(Math.abs(actual[i][k] - value), `${['y', 'dx', 'dW'][i]}[${k}]`).toBeLessThan(
              1e-5 * scale,
            );
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('leave no tensors and no memory behind', async () => {
    await tf.setBackend('wasm');
    const c: Case = {
      batch: 2,
      height: 8,
      width: 7,
      kernelHeight: 3,
      kernelWidth: 2,
      inputs: 3,
      outputs: 4,
      strideHeight: 1,
      strideWidth: 1,
      pad: 'same',
      seed: 1,
    };
    await convolution('wasm', c);
    const before = tf.memory();
    const dataBefore = tf.engine().backend.numDataIds();
    for (let i = 0; i < 20; i++) await convolution('wasm', c);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(tf.engine().backend.numDataIds()).toBe(dataBefore);
  });
});

describe('self-test', () => {
  it.each(['wasm', 'cpu'])('passes on %s', async (backend) => {
    await tf.setBackend(backend);
    expect(await selfTest()).toBeLessThan(1e-5);
  });

  it('refuses a backend whose gradient is wrong, and names the case', async () => {
    await tf.setBackend('wasm');
    const kernel = tf.getKernel(tf.Conv2DBackpropFilter, 'wasm');
    tf.unregisterKernel(tf.Conv2DBackpropFilter, 'wasm');
    tf.registerKernel({
      ...kernel,
      kernelFunc: (params) => {
        const right = kernel.kernelFunc(params) as tf.TensorInfo;
        const negative = tf.getKernel(tf.Neg, 'wasm').kernelFunc({
          inputs: { x: right },
          backend: params.backend,
          attrs: {},
        });
        return negative;
      },
    });
    await expect(selfTest()).rejects.toThrow('2-way 3×3 convolution is wrong');
    tf.unregisterKernel(tf.Conv2DBackpropFilter, 'wasm');
    tf.registerKernel(kernel);
    expect(await selfTest()).toBeLessThan(1e-5);
  });
});
