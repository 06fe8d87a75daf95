/** What recorded steps take of a GPU's memory, and what becomes of it. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Adam } from 'slimwave-kernels/adam';
import type { Backend } from 'slimwave-kernels/webgpu/program';
import { Repeated } from 'slimwave-kernels/webgpu/repeated';
import type { Trainer } from '../../src/engine/train/trainer.ts';
import { trainerOf } from '../contestants/ours.ts';
import { networkA, stackWork } from '../stack.ts';
import type { CountingGpu } from './countingGpu.ts';
import { startCounting } from './counts.ts';

let gpu: CountingGpu;

beforeAll(async () => {
  vi.stubGlobal('navigator', {});
  gpu = await startCounting();
});

const work = stackWork(networkA('classical'));
const backend = () => tf.backend() as unknown as Backend;

/** So many that the last ones are recorded ones. */
const STEPS = 6;

const trained = (trainer: Trainer) => {
  for (let i = 0; i < STEPS; i++) trainer.trainStep();
};

/** Bytes that are taken of the GPU after each round. */
const bytesAfter = (round: () => void): number[] =>
  Array.from({ length: 4 }, () => {
    round();
    return backend().bufferManager.numBytesAllocated;
  });

describe('memory of recorded steps', () => {
  it('does not grow from trainer to trainer', () => {
    const [first, ...more] = bytesAfter(() => {
      const trainer = trainerOf(work);
      trained(trainer);
      trainer.dispose();
    });
    expect(more).toEqual(more.map(() => first));
  });

  it('does not grow where weights are shared now and then, so that steps are recorded anew', async () => {
    const trainer = trainerOf(work);
    const bytes: number[] = [];
    for (let round = 0; round < 5; round++) {
      trained(trainer);
      const clone = trainer.model.trainableWeights[0].read().clone();
      trainer.trainStep();
      clone.dispose();
      await trainer.takeBatchErrors();
      bytes.push(backend().bufferManager.numBytesAllocated);
    }
    trainer.dispose();
    const [, ...later] = bytes;
    expect(later).toEqual(later.map(() => later[0]));
  });
});

it('keeps nothing of a computation that fails while it is recorded', async () => {
  // So many numbers that tfjs doesn't compute them on the processor.
  const shape = [2000];
  const input = { values: new Float32Array(shape[0]), shape };
  let calls = 0;
  const repeated = new Repeated(
    () => [],
    ([x]) => {
      const sum = tf.add(x, tf.ones(shape));
      if (calls++ === 2) throw new Error('This call fails.');
      return tf.mul(sum, x);
    },
  );
  const run = async () => {
    const result = repeated.run([input]);
    await result.data();
    result.dispose();
  };
  for (let i = 0; i < 2; i++) await run();
  const { numTensors } = tf.memory();
  const { numBytesUsed, numBytesAllocated } = backend().bufferManager;
  expect(() => repeated.run([input])).toThrow('This call fails.');
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(backend().bufferManager.numBytesUsed).toBe(numBytesUsed);
  expect(backend().bufferManager.numBytesAllocated).toBeLessThanOrEqual(numBytesAllocated);
  for (let i = 0; i < 3; i++) await run();
  expect(repeated.problem).toBeUndefined();
  expect(repeated.isRecorded).toBe(true);
  repeated.dispose();
});

describe('weights and moments of all variables', () => {
  // Weight and moments of one take 1.5 MiB.
  const SIZE = 2 ** 17;
  const COUNT = 5;

  /** The sizes of the buffers that are made for three updates of variables, under a limit. */
  const buffersUnder = (limit: number): number[] => {
    const { limits } = gpu.device;
    const usual = { ...limits };
    const made = vi.spyOn(gpu.device, 'createBuffer');
    Object.assign(limits, { maxStorageBufferBindingSize: limit });
    const variables = Array.from({ length: COUNT }, () => tf.variable(tf.zeros([SIZE])));
    const gradients = variables.map(({ shape }) => tf.ones(shape));
    const adam = new Adam(variables);
    for (let i = 0; i < 3; i++) adam.apply(gradients, 0.1);
    adam.dispose();
    tf.dispose([variables, gradients]);
    Object.assign(limits, usual);
    const sizes = made.mock.calls.map(([{ size }]) => size);
    made.mockRestore();
    return sizes.filter((size) => size > 4 * SIZE);
  };

  it.each([
    [2 ** 27, [7.5]],
    [2 ** 22, [3, 3, 1.5]],
    [1.5 * 2 ** 20, [1.5, 1.5, 1.5, 1.5, 1.5]],
    // They are updated apart.
    [2 ** 20, []],
  ])('are in buffers of at most %i bytes', (limit, mebibytes) => {
    expect(buffersUnder(limit)).toEqual(mebibytes.map((size) => size * 2 ** 20));
  });
});

describe('the first recording', () => {
  /** Whether a trainer's last step was a replay, which makes no bind groups. */
  const isReplayedAfter = (touch: (weight: tf.Variable) => () => void, before: number): boolean => {
    const trainer = trainerOf(work);
    for (let i = 0; i < before; i++) trainer.trainStep();
    const end = touch(trainer.model.trainableWeights[0].read() as tf.Variable);
    trainer.trainStep();
    end();
    trained(trainer);
    gpu.reset();
    trainer.trainStep();
    const { bindGroups } = gpu.reset();
    trainer.dispose();
    return bindGroups === 0;
  };

  it.each([0, 1, 2, 3, 4])('waits while a weight is shared, after %i steps', (before) => {
    const share = (weight: tf.Variable) => {
      const clone = weight.clone();
      return () => clone.dispose();
    };
    expect(isReplayedAfter(share, before)).toBe(true);
  });

  it.each([0, 1, 2, 3, 4])('waits where a weight is set from outside, after %i steps', (before) => {
    const set = (weight: tf.Variable) => {
      tf.tidy(() => weight.assign(tf.zeros(weight.shape)));
      return () => {};
    };
    expect(isReplayedAfter(set, before)).toBe(true);
  });
});
