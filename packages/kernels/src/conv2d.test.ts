import * as tf from '@tensorflow/tfjs-core';
// tfjs registers its gradients when the layers are loaded.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBackend } from './loadBackend.testing.ts';
import { conv2d } from './conv2d.ts';

const small = (max: number) => fc.integer({ min: 1, max });
const cases = fc.record({
  x: fc.tuple(small(3), fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 }), small(5)),
  size: fc.tuple(small(3), small(3)),
  outputs: fc.constantFrom(1, 3, 4, 8, 12),
  stride: fc.constantFrom(1, 2),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  seed: small(1000),
});

describe.each(['cpu', 'wasm'] as const)('a convolution with bias on %s', (backend) => {
  it('has the value and gradients of the convolution and the addition', async () => {
    await loadBackend(backend);
    await tf.setBackend(backend);
    await fc.assert(
      fc.asyncProperty(cases, async ({ x: shape, size, outputs, stride, pad, seed }) => {
        const draw = (of: number[], k: number) => tf.randomNormal(of, 0, 1, 'float32', seed + k);
        const inputs = [
          draw(shape, 0),
          draw([...size, shape[3], outputs], 1),
          draw([outputs], 2),
        ] as const;
        const strides: [number, number] = [stride, stride];
        type Function3 = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) => tf.Tensor;
        const fused: Function3 = (x, filter, bias) =>
          conv2d({
            x: x as tf.Tensor4D,
            filter: filter as tf.Tensor4D,
            bias: bias as tf.Tensor1D,
            strides,
            pad,
          });
        const apart: Function3 = (x, filter, bias) =>
          tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad), bias);
        const results = [fused, apart].map((f) => {
          const y = f(...inputs);
          const dy = draw(y.shape, 3);
          const { value, grads } = tf.valueAndGrads(f)([...inputs], dy);
          tf.dispose([y, dy]);
          return [value, ...grads];
        });
        const [actual, wanted] = await Promise.all(
          results.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data<'float32'>()))),
        );
        wanted.forEach((values, k) => {
          const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          values.forEach((value, i) =>
            expect(Math.abs(actual[k][i] - value) / scale).toBeLessThan(1e-5),
          );
        });
        tf.dispose([...results.flat(), ...inputs]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not compute gradients that nobody asks for', async () => {
    await loadBackend(backend);
    await tf.setBackend(backend);
    const x = tf.ones<tf.Rank.R4>([1, 4, 4, 2]);
    const filter = tf.variable(tf.ones<tf.Rank.R4>([3, 3, 2, 4]));
    const bias = tf.variable(tf.zeros<tf.Rank.R1>([4]));
    const { kernelNames } = await tf.profile(() =>
      tf.tidy(() => {
        const loss = () =>
          tf.sum<tf.Scalar>(conv2d({ x, filter, bias, strides: [1, 1], pad: 'same' }));
        tf.variableGrads(loss, [filter, bias]);
      }),
    );
    expect(kernelNames).toContain(tf.Conv2DBackpropFilter);
    expect(kernelNames).not.toContain(tf.Conv2DBackpropInput);
  });
});
