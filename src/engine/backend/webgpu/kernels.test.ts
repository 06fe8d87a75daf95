/** The kernels against float64 loops, on random shapes; runs where Dawn's Node bindings are (see bench/dawn.ts). */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test, describe } from 'vitest';
import { provideWebGPU } from '../../../../bench/dawn.ts';
import { eachProduct, outSize, type ConvCase } from './reference.testing.ts';
import { registerWebGPUKernels } from './register.ts';

const missing = await provideWebGPU();

const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + i * 12.9898 + seed * 78.233));

async function expectClose(actual: tf.Tensor, expected: ArrayLike<number>): Promise<void> {
  const values = await actual.data();
  expect(values.length).toBe(expected.length);
  let scale = 1;
  let off = 0;
  for (let i = 0; i < values.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    off = Math.max(off, Math.abs(values[i] - expected[i]));
  }
  expect(off / scale).toBeLessThan(1e-5);
}

const kernel = (name: string, inputs: Record<string, tf.Tensor>, attrs: object = {}): tf.Tensor =>
  tf
    .engine()
    .runKernel(
      name,
      inputs as unknown as tf.NamedTensorMap,
      attrs as tf.NamedAttrMap,
    ) as unknown as tf.Tensor;

const size = fc.integer({ min: 1, max: 9 });
const taps = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(1, 3, 11));
const stride = fc.integer({ min: 1, max: 3 });
const channels = fc.oneof(fc.integer({ min: 1, max: 7 }), fc.constantFrom(4, 8, 16));
const ends = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }));

const cases: fc.Arbitrary<ConvCase> = fc
  .record({
    images: fc.integer({ min: 1, max: 3 }),
    size: fc.tuple(size, size),
    filter: fc.tuple(taps, taps),
    stride: fc.tuple(stride, stride),
    pad: fc.tuple(ends, ends),
    inputs: channels,
    outputs: channels,
    depthwise: fc.boolean(),
  })
  .map((raw) => (raw.depthwise ? { ...raw, outputs: ((raw.outputs - 1) % 5) + 1 } : raw))
  .filter((raw) => outSize(raw).every((n) => n > 0));

async function checkConvolution(example: ConvCase): Promise<void> {
  const { images, size: inSize, filter, stride: strides, pad, inputs, outputs } = example;
  const inShape = [images, ...inSize, inputs];
  const filterShape = [...filter, inputs, outputs];
  const total = example.depthwise ? inputs * outputs : outputs;
  const outShape = [images, ...outSize(example), total];
  const x = numbers(tf.util.sizeFromShape(inShape), 1);
  const w = numbers(tf.util.sizeFromShape(filterShape), 2);
  const dy = numbers(tf.util.sizeFromShape(outShape), 3);
  const bias = numbers(total, 4);
  const y = Float64Array.from(dy, (_, i) => bias[i % total]);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  eachProduct(example, (i, j, k) => {
    y[k] += x[i] * w[j];
    dx[i] += dy[k] * w[j];
    dw[j] += dy[k] * x[i];
  });
  const attrs = {
    strides,
    pad: [[0, 0], ...pad, [0, 0]],
    dilations: [1, 1],
    dataFormat: 'NHWC',
    activation: null,
    inputShape: inShape,
    filterShape,
  };
  const names = example.depthwise
    ? [
        tf.FusedDepthwiseConv2D,
        tf.DepthwiseConv2dNativeBackpropInput,
        tf.DepthwiseConv2dNativeBackpropFilter,
      ]
    : [tf.FusedConv2D, tf.Conv2DBackpropInput, tf.Conv2DBackpropFilter];
  const t = {
    x: tf.tensor(x, inShape),
    filter: tf.tensor(w, filterShape),
    dy: tf.tensor(dy, outShape),
    bias: tf.tensor(bias),
  };
  const results = [
    kernel(names[0], { x: t.x, filter: t.filter, bias: t.bias }, attrs),
    kernel(names[1], { dy: t.dy, filter: t.filter }, attrs),
    kernel(names[2], { x: t.x, dy: t.dy }, attrs),
  ];
  await expectClose(results[0], y);
  await expectClose(results[1], dx);
  await expectClose(results[2], dw);
  tf.dispose([results, Object.values(t)]);
}

describe.skipIf(missing !== undefined)('kernels on WebGPU', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
    registerWebGPUKernels();
    registerWebGPUKernels();
    expect(await tf.setBackend('webgpu')).toBe(true);
    await tf.ready();
  });

  test('convolutions and their gradients equal float64 loops, whatever the shape', async () => {
    const before = tf.memory().numTensors;
    await fc.assert(fc.asyncProperty(cases, checkConvolution), { numRuns: 40, seed: 7 });
    expect(tf.memory().numTensors).toBe(before);
  }, 120_000);

  test('sums over neighbouring axes equal float64 loops', async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), fc.nat(), async (shape, a, b) => {
        const [first, last] = [a % shape.length, b % shape.length].toSorted((p, q) => p - q);
        const of = (from: number, to: number) => tf.util.sizeFromShape(shape.slice(from, to));
        const [outer, terms, inner] = [
          of(0, first),
          of(first, last + 1),
          of(last + 1, shape.length),
        ];
        const x = numbers(outer * terms * inner, 5);
        const expected = new Float64Array(outer * inner);
        x.forEach((value, i) => {
          expected[Math.floor(i / (terms * inner)) * inner + (i % inner)] += value;
        });
        const axes = shape.map((_, i) => i).slice(first, last + 1);
        const sum = tf.tidy(() => tf.sum(tf.tensor(x, shape), axes));
        expect(sum.shape).toEqual(shape.filter((_, i) => i < first || i > last));
        await expectClose(sum, expected);
        sum.dispose();
      }),
      { numRuns: 40, seed: 7 },
    );
  }, 60_000);

  test('long sums: all of a tensor, its columns, its rows', async () => {
    const x = numbers(4096 * 6, 6);
    const total = new Float64Array(1);
    const columns = new Float64Array(6);
    const rows = new Float64Array(4096);
    x.forEach((value, i) => {
      total[0] += value;
      columns[i % 6] += value;
      rows[Math.floor(i / 6)] += value;
    });
    const sums = tf.tidy(() => {
      const t = tf.tensor(x, [4096, 6]);
      return [tf.sum(t), tf.sum(t, 0), tf.sum(t, 1), tf.sum(t, 1, true)];
    });
    await expectClose(sums[0], total);
    await expectClose(sums[1], columns);
    await expectClose(sums[2], rows);
    expect(sums[3].shape).toEqual([4096, 1]);
    tf.dispose(sums);
  });

  test('swish and its gradient, far out too', async () => {
    const x = Float32Array.from([-1000, -88, -3, -0.5, 0, 0.5, 3, 88, 1000]);
    const sigma = (v: number) => 1 / (1 + Math.exp(-v));
    const [value, gradient] = tf.tidy(() => {
      const t = tf.tensor(x);
      return [kernel('Swish', { x: t }), kernel('SwishGrad', { x: t, dy: tf.onesLike(t) })];
    });
    await expectClose(
      value,
      Float64Array.from(x, (v) => v * sigma(v)),
    );
    await expectClose(
      gradient,
      Float64Array.from(x, (v) => sigma(v) * (1 + v * (1 - sigma(v)))),
    );
    tf.dispose([value, gradient]);
  });
});
