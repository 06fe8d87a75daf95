import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { loadBackend } from './loadBackend.testing.ts';
import { chains, convolveChain, type ChainStage } from './chain.ts';

const point = (inputs: number, outputs: number): ChainStage => ({
  kind: 'full',
  size: [1, 1],
  inputs,
  outputs,
});
/** Emscripten's name. */
const ALLOCATE = '_malloc';

const stages = [point(3, 4), point(4, 2)];

beforeAll(async () => {
  await loadBackend('wasm');
  await tf.setBackend('wasm');
});

const tensors = () => ({
  x: tf.ones([2, 5, 6, 3]),
  filters: stages.map(({ inputs, outputs }) => tf.ones([1, 1, inputs, outputs])),
});

it('is there for stages that it can do, on signals that stay in a cache', () => {
  expect(chains(stages, [2, 5, 6, 3])).toBe(true);
  expect(chains(stages, [2, 5, 2 ** 22, 3])).toBe(false);
  const depthwise: ChainStage = { kind: 'depthwise', size: [3, 1], inputs: 2, outputs: 2 };
  expect(chains([...stages, depthwise], [2, 5, 6, 3])).toBe(false);
});

it('leaves nothing behind where a gradient is not asked for', async () => {
  const { x, filters } = tensors();
  const before = { tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() };
  const dx = tf.grad((input) => convolveChain({ x: input, stages, filters }))(x);
  expect([...(await dx.data())].every((value) => value === 8)).toBe(true);
  dx.dispose();
  expect({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() }).toEqual(before);
});

it('leaves nothing behind where memory runs out half-way', () => {
  const { x, filters } = tensors();
  const { wasm } = tf.backend() as unknown as { wasm: { [ALLOCATE]: (bytes: number) => number } };
  const allocate = wasm[ALLOCATE];
  const before = tf.backend().numDataIds();
  for (let allowed = 0; allowed < 3; allowed++) {
    let calls = 0;
    wasm[ALLOCATE] = (bytes) => {
      if (calls++ === allowed) throw new RangeError('No memory.');
      return allocate(bytes);
    };
    try {
      expect(() => tf.tidy(() => convolveChain({ x, stages, filters }))).toThrow('No memory.');
    } finally {
      wasm[ALLOCATE] = allocate;
    }
    expect(tf.backend().numDataIds()).toBe(before);
  }
});
