import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, expect, it, vi } from 'vitest';
import { CONTROL } from 'slimwave-kernels/wasm/handOver';
import { limitThreads, startThreads, threadCount } from 'slimwave-kernels/wasm/threads';
import type { Backend } from 'slimwave-kernels/wasm/kernels';
import { convolveVolume } from 'slimwave-kernels/volume';
import { fuseLoops, isFused } from 'slimwave-kernels/wasm/loops';
import {
  completeBackend,
  loadBackend,
  setThreads,
  setWasmSource,
} from '../../src/engine/device/load.ts';
import { SampleSet } from '../../src/engine/data/dataset.ts';
import type { NetworkId } from '../../src/engine/experiment/network.ts';
import { findPreset } from '../../src/engine/experiment/presets.ts';
import type { Experiment } from '../../src/engine/experiment/schema.ts';
import { buildNetwork } from '../../src/engine/nets/build.ts';
import { randomStream } from '../../src/engine/random.ts';
import { Trainer } from '../../src/engine/train/trainer.ts';
import { allowFusing } from '../fused.ts';
import { giveThreads, nodeThread } from './threads.ts';

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
  const volume = [[2, 9, 17, 15, 12] as const, [3, 3, 3, 12, 20] as const];
  const [x, filter] = volume.map((shape, i) => tf.randomNormal([...shape], 0, 1, 'float32', i + 1));
  const convolution = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => convolveVolume(a, b);
  const { value, grads } = tf.valueAndGrads(convolution)([x, filter]);
  for (const tensor of [value, ...grads]) all.push(Array.from(await tensor.data()));
  tf.dispose([x, filter, value, ...grads]);
  return all;
}

/** As if hand-overs cost nothing: all jobs are shared, however busy the machine is. */
const EAGER = { macs: 1, numbers: 1, handOverUs: 1e-3, wakeUs: 0 };

/** Every number of a trained network after two steps with so many threads: weights and moments. */
async function trained(experiment: Experiment, id: NetworkId, threads: number): Promise<Buffer> {
  limitThreads(backend, threads);
  const random = randomStream(1, 'threads');
  const values = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const samples = new SampleSet(4, experiment);
  samples.put(0, values(4 * samples.inputSize), values(4 * samples.size));
  const training = { ...experiment.training, batch: 3 };
  const options = { steps: 9, rates: 1e-3 };
  const trainer = new Trainer(buildNetwork(experiment, id), training, samples, options);
  for (let i = 0; i < 2; i++) trainer.trainStep();
  await trainer.takeBatchErrors();
  const state = await trainer.state();
  trainer.dispose();
  return Buffer.from(state.values.buffer);
}

let backend: Backend;
let alone: number[][];
let separate: number[][];
beforeAll(async () => {
  allowFusing();
  giveThreads(3);
  await loadBackend('wasm');
  await tf.setBackend('wasm');
  backend = tf.backend() as Backend;
  separate = await results();
  fuseLoops(backend, true);
  alone = await results();
});

it('gives the same bits with three threads as with one', async () => {
  expect(backend.wasm.asm!.memory!.buffer).toBeInstanceOf(SharedArrayBuffer);
  await startThreads(backend, [nodeThread(), nodeThread()], EAGER);
  expect(threadCount(backend)).toBe(3);
  // The results above still lie in freed memory: a share that nobody does must not find them there.
  tf.tidy(() => tf.zeros([4_000_000]));
  expect(await results()).toEqual(alone);
});

it('rounds like one thread without fused multiply-adds, too', async () => {
  await completeBackend('wasm', false);
  expect([threadCount(backend), isFused(backend)]).toEqual([3, false]);
  tf.tidy(() => tf.zeros([4_000_000]));
  expect(await results()).toEqual(separate);
  expect(separate).not.toEqual(alone);
  await completeBackend('wasm');
});

it('trains to the same weights with 1, 2 and 3 threads', async () => {
  await startThreads(backend, [nodeThread(), nodeThread()], EAGER);
  for (const [name, id] of [
    ['quick', 'a'],
    ['quick', 'b'],
    ['volume', 'a'],
    ['volume', 'b'],
    ['propagator', 'b'],
    ['medium', 'b'],
  ] as const) {
    const { experiment } = findPreset(name)!;
    const one = await trained(experiment, id, 1);
    for (const threads of [2, 3]) {
      const more = await trained(experiment, id, threads);
      expect({ name, id, threads, same: more.equals(one) }).toMatchObject({ same: true });
    }
  }
});

it('has as many threads as are wanted at each start', async () => {
  for (const count of [1, 2]) {
    setThreads(count);
    await completeBackend('wasm');
    expect(threadCount(backend)).toBe(count);
  }
  expect(await results()).toEqual(alone);
});

/** Gives the backend one more thread, and returns what it is controlled by. */
async function controlled(): Promise<Int32Array> {
  let control: Int32Array = new Int32Array();
  const thread = nodeThread();
  const start: typeof thread.start = (message) => {
    ({ control } = message);
    return thread.start(message);
  };
  await startThreads(backend, [{ ...thread, start }], EAGER);
  return control;
}

it('does no job twice, even if a thread is woken up once more', async () => {
  const control = await controlled();
  await results();
  const done = Atomics.load(control, CONTROL.DONE);
  expect(done).toBe(control[CONTROL.PARTS]);
  // The thread looks about for a while before it sleeps.
  while (Atomics.notify(control, CONTROL.WAKE) === 0) await new Promise(setImmediate);
  // Asleep again: whatever it was woken up for is done.
  while (Atomics.notify(control, CONTROL.WAKE) === 0) await new Promise(setImmediate);
  expect(Atomics.load(control, CONTROL.DONE)).toBe(done);
});

it('goes on alone when a thread has failed', async () => {
  const control = await controlled();
  Atomics.store(control, CONTROL.FAILED, 1);
  await expect(results()).rejects.toThrow('A thread of the WebAssembly backend has ended');
  expect(threadCount(backend)).toBe(1);
  expect(await results()).toEqual(alone);
});

it('does not ask again for threads that could not be started', async () => {
  const start = vi.fn(() => Promise.reject(new Error('no')));
  setWasmSource(
    () => Promise.reject(new Error('not needed')),
    () => ({ start, stop: () => {} }),
  );
  setThreads(2);
  await completeBackend('wasm');
  await completeBackend('wasm');
  expect(start).toHaveBeenCalledOnce();
});
