/** The kernels against float64 loops, on random shapes; runs in Chromium. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test, describe } from 'vitest';
import { Adam } from '../adam.ts';
import { eachProduct, outSize, type ConvCase } from './reference.testing.ts';
import { pretendAdapter, type Backend } from './program.ts';
import { registerWebGPUKernels } from './register.ts';

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

/** Makes the device say that a buffer may have so many bytes; returns what ends that. */
function limitBuffers(bytes: number): () => void {
  const { device } = tf.backend() as unknown as Backend;
  const limits = device.limits as unknown as Record<string, number>;
  // Its own properties are all inherited.
  const all: Record<string, number> = {};
  for (const name in limits) all[name] = limits[name];
  const value = { ...all, maxBufferSize: bytes, maxStorageBufferBindingSize: bytes };
  Object.defineProperty(device, 'limits', { value, configurable: true });
  return () => delete (device as Partial<typeof device>).limits;
}

const kernel = (name: string, inputs: Record<string, tf.Tensor>, attrs: object = {}): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as unknown as tf.Tensor;

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

describe('kernels on WebGPU', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
    registerWebGPUKernels();
    registerWebGPUKernels();
    expect(await tf.setBackend('webgpu')).toBe(true);
    await tf.ready();
  });

  test.each([
    { kind: 'software', runs: 16 },
    { kind: 'hardware', runs: 12 },
  ] as const)(
    'convolutions equal float64 loops with all gradients, shaped for $kind',
    async ({ kind, runs }) => {
      pretendAdapter(kind);
      const before = tf.memory().numTensors;
      await fc.assert(fc.asyncProperty(cases, checkConvolution), { numRuns: runs, seed: 7 });
      expect(tf.memory().numTensors).toBe(before);
      pretendAdapter(undefined);
    },
    120_000,
  );

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
      { numRuns: 20, seed: 7 },
    );
  });

  test.each(['software', 'hardware'] as const)('long sums, for %s', async (kind) => {
    pretendAdapter(kind);
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
    pretendAdapter(undefined);
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

  test('elementwise operations broadcast as tfjs says, and keep NaN', async () => {
    const pairs: [number[], number[]][] = [
      [
        [40, 30],
        [40, 30],
      ],
      [[40, 7, 4], [4]],
      [[4], [40, 7, 4]],
      [
        [40, 7, 3],
        [7, 3],
      ],
      [
        [40, 30],
        [1, 1],
      ],
      [
        [40, 30],
        [40, 1],
      ],
      [
        [1, 1200],
        [3, 1],
      ],
    ];
    for (const [aShape, bShape] of pairs) {
      const [a, b] = [aShape, bShape].map((shape, i) => numbers(tf.util.sizeFromShape(shape), i));
      const shape = tf.backend_util.assertAndGetBroadcastShape(aShape, bShape);
      const place = (own: number[], i: number) => {
        const at = tf.util.indexToLoc(i, shape.length, tf.util.computeStrides(shape));
        const kept = at.slice(shape.length - own.length).map((n, k) => (own[k] === 1 ? 0 : n));
        return tf.util.locToIndex(kept, own.length, tf.util.computeStrides(own));
      };
      const expected = Float64Array.from(
        { length: tf.util.sizeFromShape(shape) },
        (_, i) => a[place(aShape, i)] - b[place(bShape, i)],
      );
      const out = tf.tidy(() => tf.sub(tf.tensor(a, aShape), tf.tensor(b, bShape)));
      expect(out.shape).toEqual(shape);
      await expectClose(out, expected);
      out.dispose();
    }
    const [relu, step] = tf.tidy(() => {
      const x = tf.tensor(Float32Array.from({ length: 1200 }, (_, i) => (i ? i - 600 : NaN)));
      return [tf.relu(x), tf.step(x)];
    });
    const [rectified, stepped] = [await relu.data(), await step.data()];
    expect(Array.from(rectified.slice(599, 602))).toEqual([0, 0, 1]);
    expect(Array.from(stepped.slice(599, 602))).toEqual([0, 0, 1]);
    expect([rectified[0], stepped[0]]).toEqual([NaN, NaN]);
    tf.dispose([relu, step]);
  });

  test('slices, joins and pads along any axis', async () => {
    const shape = [6, 5, 12, 8];
    const x = numbers(6 * 5 * 12 * 8, 9);
    const place = (at: number[]) => tf.util.locToIndex(at, 4, tf.util.computeStrides(shape));
    const expected = (outShape: number[], value: (at: number[]) => number) =>
      Float64Array.from({ length: tf.util.sizeFromShape(outShape) }, (_, i) =>
        value(tf.util.indexToLoc(i, 4, tf.util.computeStrides(outShape))),
      );
    for (const axis of [0, 1, 2, 3]) {
      for (const [before, after] of [
        [1, 2],
        [0, 4],
        [4, 0],
      ]) {
        const along = (at: number[], by: number) => at.map((n, a) => (a === axis ? n + by : n));
        const inner = shape.map((n, a) => (a === axis ? n - 3 : n));
        const padded = shape.map((n, a) => (a === axis ? n + before + after : n));
        const doubled = shape.map((n, a) => (a === axis ? 2 * n : n));
        const results = tf.tidy(() => {
          const t = tf.tensor4d(x, [6, 5, 12, 8]);
          const paddings = shape.map((_, a): [number, number] =>
            a === axis ? [before, after] : [0, 0],
          );
          const begin = shape.map((_, a) => (a === axis ? 2 : 0));
          return [tf.slice(t, begin, inner), tf.pad(t, paddings, 7), tf.concat([t, t], axis)];
        });
        await expectClose(
          results[0],
          expected(inner, (at) => x[place(along(at, 2))]),
        );
        await expectClose(
          results[1],
          expected(padded, (at) => {
            const inside = at[axis] >= before && at[axis] < before + shape[axis];
            return inside ? x[place(along(at, -before))] : 7;
          }),
        );
        await expectClose(
          results[2],
          expected(doubled, (at) => x[place(along(at, at[axis] < shape[axis] ? 0 : -shape[axis]))]),
        );
        tf.dispose(results);
      }
    }
  });

  test('a mean is the sum over the number of terms', async () => {
    const x = numbers(300, 8);
    const expected = x.reduce((sum, value) => sum + value, 0) / x.length;
    const mean = tf.tidy(() => tf.mean(tf.tensor(x, [10, 30])));
    await expectClose(mean, [expected]);
    mean.dispose();
  });

  test('products of matrices, transposed or not, with a bias', async () => {
    const [m, k, n] = [5, 12, 8];
    const [a, b, bias] = [numbers(m * k, 1), numbers(k * n, 2), numbers(n, 3)];
    const expected = new Float64Array(m * n);
    for (let i = 0; i < m * n; i++) {
      for (let q = 0; q < k; q++) expected[i] += a[Math.floor(i / n) * k + q] * b[q * n + (i % n)];
    }
    const products = tf.tidy(() => {
      const [left, right] = [tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n])];
      return [false, true].flatMap((ta) =>
        [false, true].map((tb) =>
          tf.matMul(ta ? tf.transpose(left) : left, tb ? tf.transpose(right) : right, ta, tb),
        ),
      );
    });
    for (const actual of products) {
      expect(actual.shape).toEqual([m, n]);
      await expectClose(actual, expected);
    }
    const biased = tf.tidy(() =>
      tf.fused.matMul({
        a: tf.tensor2d(a, [m, k]),
        b: tf.tensor2d(b, [k, n]),
        bias: tf.tensor1d(bias),
      }),
    );
    await expectClose(
      biased,
      expected.map((value, i) => value + bias[i % n]),
    );
    tf.dispose([products, biased]);
  });

  test('adds a bias and rectifies', async () => {
    const [x, bias] = [numbers(60, 1), numbers(5, 2)];
    const [sum, rectified] = tf.tidy(() => {
      const t = tf.tensor4d(x, [1, 3, 4, 5]);
      const filter = tf.reshape<tf.Rank.R4>(tf.eye(5), [1, 1, 5, 5]);
      const conv = { x: t, filter, strides: 1, pad: 'same' as const, bias: tf.tensor1d(bias) };
      return [tf.add(t, tf.tensor1d(bias)), tf.fused.conv2d({ ...conv, activation: 'relu' })];
    });
    const expected = x.map((value, i) => value + bias[i % 5]);
    await expectClose(sum, expected);
    await expectClose(
      rectified,
      expected.map((value) => Math.max(0, value)),
    );
    tf.dispose([sum, rectified]);
  });

  test.each([
    { decay: 0, clip: 0 },
    { decay: 0.1, clip: 0 },
    { decay: 0.1, clip: 0.5 },
    { decay: 0, clip: 1e9 },
    { decay: 0.5, clip: 0.5, factors: [1, 0.1, 3, 0.01, 0.5] },
    // The first variable takes 2304 bytes of a buffer, the others 768 each but for the last, which takes 1536.
    { decay: 0.5, clip: 0.5, factors: [1, 0.1, 3, 0.01, 0.5], most: 2304 },
    { decay: 0.5, clip: 0.5, factors: [1, 0.1, 3, 0.01, 0.5], most: 2303 },
  ])('Adam equals float64, three steps, %j', async ({ decay, clip, factors, most }) => {
    const unlimited = most ? limitBuffers(most) : undefined;
    const shapes = [[3, 3, 4, 4], [4], [7], [2, 3], [100]];
    const variables = shapes.map((shape, i) =>
      tf.tidy(() => tf.variable(tf.tensor(numbers(tf.util.sizeFromShape(shape), i), shape))),
    );
    const expected = variables.map((_, i) =>
      Float64Array.from(numbers(tf.util.sizeFromShape(shapes[i]), i)),
    );
    const first = expected.map((values) => new Float64Array(values.length));
    const second = expected.map((values) => new Float64Array(values.length));
    const kept = variables[0].clone();
    const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, decay, clip, factors };
    const adam = new Adam(variables, options);
    for (let t = 1; t <= 3; t++) {
      const gradients = expected.map((values, i) => numbers(values.length, 10 * t + i));
      const norm = Math.sqrt(
        gradients.reduce((all, g) => g.reduce((sum, value) => sum + value * value, all), 0),
      );
      const factor = clip > 0 ? Math.min(1, clip / norm) : 1;
      expected.forEach((values, i) => {
        const rate = 0.01 * (factors?.[i] ?? 1);
        values.forEach((value, j) => {
          const g = gradients[i][j] * factor;
          first[i][j] = 0.9 * first[i][j] + 0.1 * g;
          second[i][j] = 0.99 * second[i][j] + 0.01 * g * g;
          const [m, v] = [first[i][j] / (1 - 0.9 ** t), second[i][j] / (1 - 0.99 ** t)];
          const before = shapes[i].length > 1 ? value * (1 - rate * decay) : value;
          values[j] = before - (rate * m) / (Math.sqrt(v) + 1e-7);
        });
      });
      const tensors = gradients.map((g, i) => tf.tensor(g, shapes[i]));
      adam.apply(tensors, 0.01);
      tf.dispose(tensors);
      // Reading in between must not leave old values behind.
      await variables[0].data();
    }
    for (const [i, variable] of variables.entries()) await expectClose(variable, expected[i]);
    for (const [i, moment] of adam.moments().entries()) {
      await expectClose(moment, [...first, ...second][i]);
    }
    // A clone shares the variable's data in tfjs; it must not change with it.
    await expectClose(kept, numbers(144, 0));
    adam.dispose();
    tf.dispose([variables, kept]);
    unlimited?.();
  });
});
