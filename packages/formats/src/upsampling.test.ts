import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from 'slimwave-kernels/loadBackend.testing';
import { LinearUpsampling, NearestUpsampling } from './upsampling.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('upsampling', () => {
  it('nearest says every value twice along every axis', () => {
    const out = new NearestUpsampling({}).call(
      tf.tensor([
        [
          [[1], [2]],
          [[3], [4]],
        ],
      ]),
    );
    expect([...out.dataSync()]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('linear reproduces linear functions away from the ends, on cells half as large', () => {
    const x = tf.tidy(() => tf.tensor4d([0, 1, 2, 3, 4], [1, 5, 1, 1]));
    const out = [...new LinearUpsampling({}).call(x).dataSync()].filter((_, i) => i % 2 === 0);
    // Old points are the middles of cells at 0, 1, 2 …; new ones lie at ∓1/4 of these.
    expect(out.slice(1, -1)).toEqual([0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75]);
  });

  it.each([NearestUpsampling, LinearUpsampling])('%o is cut to an odd grid', (Upsampling) => {
    const x = tf.randomNormal([2, 3, 2, 4, 2], 0, 1, 'float32', 1);
    const whole = new Upsampling({}).call(x);
    const layer = new Upsampling({ grid: [5, 4, 7] });
    expect(layer.computeOutputShape([null, 3, 2, 4, 2])).toEqual([null, 5, 4, 7, 2]);
    const cut = tf.slice(whole, [0, 0, 0, 0, 0], [2, 5, 4, 7, 2]);
    expect(layer.call(x).dataSync()).toEqual(cut.dataSync());
  });

  it.each([
    [NearestUpsampling, [6, 4, 8]],
    [LinearUpsampling, [6, 4, 8]],
    [NearestUpsampling, [5, 4, 7]],
    [LinearUpsampling, [5, 4, 7]],
  ] as const)('%o to %j has the adjoint as gradient', (Upsampling, grid) => {
    const layer = new Upsampling({ grid: [...grid] });
    const x = tf.randomNormal([2, 3, 2, 4, 2], 0, 1, 'float32', 1);
    const dy = tf.randomNormal([2, ...grid, 2], 0, 1, 'float32', 2);
    const dx = tf.grad((input: tf.Tensor) => layer.call(input))(x, dy);
    const v = tf.randomNormal(x.shape, 0, 1, 'float32', 3);
    const left = tf.sum(tf.mul(layer.call(v), dy)).dataSync()[0];
    const right = tf.sum(tf.mul(v, dx)).dataSync()[0];
    expect(left).toBeCloseTo(right, 3);
  });

  it.each([true, false])('linear is the same on wasm, with loops of its own: %s', async (own) => {
    await loadBackend('wasm');
    await tf.setBackend('wasm');
    const shapes = [
      [2, 3, 4, 7],
      [1, 1, 2, 4],
      [2, 2, 1, 5, 1],
    ];
    const on = async (backend: string, shape: number[]) => {
      await tf.setBackend(backend);
      const { numTensors } = tf.memory();
      const x = tf.randomNormal(shape, 0, 1, 'float32', 1);
      const finer = shape.map((n, i) => (i === 0 || i === shape.length - 1 ? n : 2 * n));
      const dy = tf.randomNormal(finer, 0, 1, 'float32', 2);
      const layer = new LinearUpsampling({});
      const { value, grad } = tf.valueAndGrad((input: tf.Tensor) => layer.call(input))(x, dy);
      const values = [...value.dataSync(), ...grad.dataSync()];
      tf.dispose([x, dy, value, grad]);
      expect(tf.memory().numTensors).toBe(numTensors);
      return values;
    };
    const { wasm } = tf.findBackend('wasm') as tf.KernelBackend & { wasm: { asm?: object } };
    const { asm } = wasm;
    for (const shape of shapes) {
      const wanted = await on('cpu', shape);
      if (!own) wasm.asm = { ...asm, memory: undefined };
      try {
        const actual = await on('wasm', shape);
        wanted.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
      } finally {
        wasm.asm = asm;
        await tf.setBackend('cpu');
      }
    }
  });
});
