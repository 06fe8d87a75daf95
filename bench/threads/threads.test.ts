import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { threadCount } from '../../src/engine/backend/wasm/threads.ts';
import type { Backend } from '../../src/engine/backend/wasm/kernels.ts';
import { completeBackend, loadBackend } from '../../src/engine/device/load.ts';
import { giveThreads } from './threads.ts';

/** Large enough to be shared; channels and widths beside the sizes of a tile; one row alone. */
const cases = [
  { x: [3, 21, 23, 12], size: [3, 3], outputs: 20 },
  { x: [5, 17, 19, 16], size: [5, 1], outputs: 36 },
  { x: [1, 4099, 1, 24], size: [1, 1], outputs: 28 },
  { x: [2, 30, 31, 24], size: [3, 3], outputs: 4 },
] as const;

/** Value and gradients of every case, flat. */
async function results(): Promise<number[][]> {
  const all: number[][] = [];
  for (const { x: shape, size, outputs } of cases) {
    const draw = (of: number[], seed: number) => tf.randomNormal(of, 0, 1, 'float32', seed);
    const inputs = [draw([...shape], 1), draw([...size, shape[3], outputs], 2)];
    const dy = draw([...shape.slice(0, 3), outputs], 3);
    const convolution = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');
    const { value, grads } = tf.valueAndGrads(convolution)(inputs, dy);
    for (const tensor of [value, ...grads]) all.push(Array.from(await tensor.data()));
    tf.dispose([...inputs, dy, value, ...grads]);
  }
  return all;
}

it('gives the same bits with three threads as with one', async () => {
  giveThreads(3);
  await loadBackend('wasm');
  await tf.setBackend('wasm');
  const backend = tf.backend() as Backend;
  const { memory } = backend.wasm.asm!;
  expect(memory!.buffer).toBeInstanceOf(SharedArrayBuffer);
  const alone = await results();
  await completeBackend('wasm');
  expect(threadCount(backend)).toBe(3);
  // The results above still lie in freed memory: a share that nobody does must not find them there.
  tf.tidy(() => tf.zeros([4_000_000]));
  expect(await results()).toEqual(alone);
});
