import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { product } from 'slimwave-base/math';
import { randomStream } from 'slimwave-base/random';
import { loadBackend } from '../loadBackend.testing.ts';
import { referenceConvolution, type Convolution } from '../checks/reference.ts';
import type { Backend } from './kernels.ts';

beforeAll(async () => {
  await loadBackend('wasm');
});

const small = (max: number) => fc.integer({ min: 1, max });

/** 1×1, one-way or k×k, and now and then longer than the images of the other cases. */
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(small(5), small(5)) },
  { weight: 3, arbitrary: fc.tuple(small(15), fc.constant(1)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant(1), small(15)) },
  { weight: 1, arbitrary: fc.constantFrom<[number, number]>([65, 1], [1, 65], [9, 9]) },
);
const extra = fc.integer({ min: 0, max: 3 });
type Padding = 'same' | 'valid' | tf.backend_util.ExplicitPadding;
const padding: fc.Arbitrary<Padding> = fc.oneof(
  fc.constantFrom<Padding>('same', 'valid'),
  fc.tuple(extra, extra, extra, extra).map(([top, bottom, left, right]): Padding => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
);

const cases = fc
  .record({
    depthwise: fc.boolean(),
    batch: small(3),
    height: small(18),
    width: small(18),
    size: sizes,
    inputs: fc.oneof(small(5), fc.constantFrom(8, 19, 23)),
    /** Output channels, or outputs per input channel. */
    outputs: fc.oneof(small(5), fc.constantFrom(4, 8, 12, 13, 20)),
    strideHeight: small(3),
    strideWidth: small(3),
    pad: padding,
    seed: small(1000),
  })
  .map((c) => {
    // Room for a long filter, whatever the padding.
    const [kh, kw] = c.size;
    return { ...c, height: Math.max(c.height, kh), width: Math.max(c.width, kw) };
  });

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Cases of kernels of their own that random ones seldom meet: long filters to or from one channel. */
const long: Case = {
  depthwise: false,
  batch: 2,
  height: 70,
  width: 37,
  size: [65, 1],
  inputs: 1,
  outputs: 5,
  strideHeight: 1,
  strideWidth: 1,
  pad: 'valid',
  seed: 1,
};
const examples: [Case][] = [
  [long],
  [{ ...long, pad: 'same' }],
  [{ ...long, inputs: 3, outputs: 1, pad: 'same' }],
  [{ ...long, height: 9, width: 80, size: [1, 65], inputs: 5, outputs: 1 }],
  [{ ...long, height: 9, width: 80, size: [1, 65], inputs: 2, outputs: 3, pad: 'same' }],
  [{ ...long, height: 12, width: 23, size: [7, 7], inputs: 2, outputs: 3, pad: 'same' }],
  // More than a block of the filter gradient: several images, and several rows of one.
  [{ ...long, batch: 9, height: 20, width: 20, size: [3, 3], inputs: 8, outputs: 8, pad: 'same' }],
  [{ ...long, height: 64, width: 66, size: [3, 1], inputs: 12, outputs: 12, pad: 'same' }],
  [{ ...long, height: 64, width: 64, size: [1, 1], inputs: 12, outputs: 4 }],
  [
    {
      ...long,
      height: 20,
      size: [9, 4],
      inputs: 4,
      outputs: 2,
      pad: [
        [0, 0],
        [1, 3],
        [2, 0],
        [0, 0],
      ],
    },
  ],
];
const names = ['y', 'dx', 'dW'];

function operands(c: Case) {
  const random = randomStream(c.seed, 'convolution');
  const draw = (shape: number[]) => ({
    shape,
    values: Float32Array.from({ length: product(shape) }, () => random.normal()),
  });
  const x = draw([c.batch, c.height, c.width, c.inputs]);
  const filter = draw([...c.size, c.inputs, c.outputs]);
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number, number],
    [c.strideHeight, c.strideWidth],
    1,
    c.pad,
    undefined,
    c.depthwise,
  );
  return { x, filter, info, dy: draw(info.outShape) };
}

/** Value and gradients of a convolution on a backend. */
async function convolution(backend: string, c: Case): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const { x, filter, dy } = operands(c);
  const make = ({ values, shape }: typeof x) => tf.tensor<tf.Rank.R4>(values, shape as never);
  const convolve = c.depthwise ? tf.depthwiseConv2d : tf.conv2d;
  const run = (a: tf.Tensor4D, w: tf.Tensor4D) =>
    convolve(a, w, [c.strideHeight, c.strideWidth], c.pad);
  const tensors = [make(x), make(filter), make(dy)] as const;
  const { value, grads } = tf.valueAndGrads(run as never)([tensors[0], tensors[1]], tensors[2]);
  const results = [value, ...grads].map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose([...tensors, value, ...grads]);
  return results;
}

/** The definition in float64: y, dx and dW. */
function loops(c: Case): Float64Array[] {
  const { x, filter, dy, info } = operands(c);
  const { top, left } = info.padInfo;
  const kind = c.depthwise ? 'depthwise' : 'full';
  const axes = [
    { points: c.height, stride: c.strideHeight, before: top, out: info.outHeight },
    { points: c.width, stride: c.strideWidth, before: left, out: info.outWidth },
  ].map((axis, i) => ({ ...axis, size: c.size[i] }));
  const definition: Convolution = {
    kind,
    batch: c.batch,
    axes,
    inputs: c.inputs,
    outputs: info.outChannels,
  };
  const exact = referenceConvolution(definition, x.values, filter.values, undefined, dy.values);
  return [exact.y, exact.dx, exact.dFilter];
}

function expectClose(
  actual: ArrayLike<number>,
  expected: Float32Array | Float64Array,
  what: string,
): void {
  const want = Float64Array.from(expected);
  const scale = want.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  expect(actual.length).toBe(want.length);
  const worst = want.reduce((off, value, k) => Math.max(off, Math.abs(actual[k] - value)), 0);
  expect(worst, what).toBeLessThan(1e-5 * scale);
}

describe('convolutions on wasm', () => {
  it('have the values and gradients of the definition, for any shape, stride and padding', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const expected = loops(c);
        const actual = await convolution('wasm', c);
        expected.forEach((want, i) => expectClose(actual[i], want, names[i]));
      }),
      { numRuns: 300, examples },
    );
  });

  it('agree with the cpu backend', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const expected = await convolution('cpu', c);
        const actual = await convolution('wasm', c);
        expected.forEach((want, i) => expectClose(actual[i], want, names[i]));
      }),
      { numRuns: 60 },
    );
  });

  it('need no memory that can be shared', async () => {
    await tf.setBackend('wasm');
    const { wasm } = tf.engine().backend as tf.KernelBackend & { wasm: { asm?: object } };
    const { asm } = wasm;
    wasm.asm = { ...asm, memory: undefined };
    try {
      for (const c of fc.sample(cases, { seed: 1, numRuns: 20 })) {
        const actual = await convolution('wasm', c);
        loops(c).forEach((want, i) => expectClose(actual[i], want, names[i]));
      }
    } finally {
      wasm.asm = asm;
    }
  });

  it.each([false, true])(
    'leave no tensors and no memory behind, depthwise: %s',
    async (depthwise) => {
      const c: Case = {
        depthwise,
        batch: 2,
        height: 8,
        width: 7,
        size: [3, 2],
        inputs: 3,
        outputs: 4,
        strideHeight: 1,
        strideWidth: 1,
        pad: 'same',
        seed: 1,
      };
      const variants: Case[] = [
        c,
        { ...c, strideHeight: 2, strideWidth: 2 },
        { ...c, size: [3, 1] },
        { ...c, size: [1, 3], outputs: 1 },
        { ...c, size: [1, 1], strideHeight: 2, strideWidth: 2 },
        { ...c, width: 20, size: [16, 1], outputs: 1 },
      ];
      const backend = () =>
        tf.engine().backend as tf.KernelBackend & { wasm: { HEAPU8: Uint8Array } };
      const run = async () => {
        for (const variant of variants) await convolution('wasm', variant);
      };
      await run();
      const before = tf.memory();
      const dataBefore = backend().numDataIds();
      const bytesBefore = backend().wasm.HEAPU8.length;
      for (let i = 0; i < 20; i++) await run();
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
      expect(tf.memory().numBytes).toBe(before.numBytes);
      expect(backend().numDataIds()).toBe(dataBefore);
      expect(backend().wasm.HEAPU8.length).toBe(bytesBefore);
    },
  );

  it('differentiate fused convolutions with a bias', async () => {
    for (const convolve of [tf.fused.conv2d, tf.fused.depthwiseConv2d]) {
      const outputs = convolve === tf.fused.conv2d ? 4 : 2;
      const gradients = async (backend: string) => {
        await tf.setBackend(backend);
        const random = randomStream(7, 'fused');
        const draw = (shape: number[]) =>
          tf.tensor(
            Float32Array.from({ length: product(shape) }, () => random.normal()),
            shape,
          );
        const results = tf.tidy(() => {
          const inputs = [draw([2, 9, 8, 3]), draw([5, 1, 3, outputs])];
          const bias = draw([convolve === tf.fused.conv2d ? outputs : 3 * outputs]);
          const loss = (x: tf.Tensor4D, filter: tf.Tensor4D, b: tf.Tensor1D) =>
            tf.sum(
              tf.square(
                convolve({
                  x,
                  filter,
                  bias: b,
                  strides: [2, 2],
                  pad: 'same',
                  activation: 'relu',
                }),
              ),
            );
          const { value, grads } = tf.valueAndGrads(loss as never)([...inputs, bias]);
          return [value, ...grads];
        });
        const values = results.map((tensor) => tensor.dataSync<'float32'>());
        tf.dispose(results);
        return values;
      };
      const expected = await gradients('cpu');
      const actual = await gradients('wasm');
      expected.forEach((want, i) => expectClose(actual[i], want, `result ${i}`));
    }
  });
});

describe('convolutions on wasm beside the usual', () => {
  const filter = () => tf.ones<tf.Rank.R4>([3, 3, 4, 8]);
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  it('of no images have no numbers', () => {
    tf.tidy(() => {
      // Rows of images are padded all at once, if at all.
      const y = tf.conv2d(
        tf.zeros<tf.Rank.R4>([0, 5, 5, 4]),
        tf.ones<tf.Rank.R4>([3, 1, 4, 8]),
        1,
        'same',
      );
      expect(y.shape).toEqual([0, 5, 5, 8]);
    });
  });

  it('of images with channels first are refused', () => {
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([1, 4, 5, 5]);
      expect(() => tf.conv2d(x, filter(), 1, 'same', 'NCHW')).toThrow(/use NHWC/);
    });
  });

  it('with one bias for all channels are refused', () => {
    tf.tidy(() => {
      const options = {
        filter: filter(),
        strides: 1,
        pad: 'same',
        bias: tf.tensor1d([1]),
      } as const;
      const x = tf.ones<tf.Rank.R4>([1, 5, 5, 4]);
      expect(() => tf.fused.conv2d({ x, ...options })).toThrow(/bias shape/);
    });
  });
});

describe('the memory of wasm', () => {
  it('is not written where there is none left', async () => {
    await tf.setBackend('wasm');
    // Starting the backend again must not guard it twice.
    await tf.setBackend('cpu');
    await tf.setBackend('wasm');
    const before = tf.backend().numDataIds();
    const backend = tf.backend() as Backend;
    // As much as 32 bits can address, less a number.
    expect(() => backend.makeOutput([2 ** 30 - 1], 'float32')).toThrow(RangeError);
    expect(tf.backend().numDataIds()).toBe(before);
    // What is computed afterwards is right.
    expect(await tf.sum(tf.ones([100, 100])).data()).toEqual(Float32Array.of(10_000));
  });
});
