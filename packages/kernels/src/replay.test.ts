import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadBackend } from './loadBackend.testing.ts';
import { Replay } from './replay.ts';

const held = () => [tf.memory().numTensors, tf.backend().numDataIds()];

/** A computation of two results from one variable and one input, and how often it was asked for. */
function counted() {
  const weight = tf.tidy(() => tf.variable(tf.tensor([1, 2, 3, 4], [2, 2])));
  let asked = 0;
  const replay = new Replay([weight], ([x]) => {
    asked++;
    const product = tf.matMul(tf.reshape(x, [2, 2]), weight);
    return [tf.add(tf.relu(product), 0.5), tf.sum(tf.square(product))];
  });
  const run = (values: number[]) =>
    tf.tidy(() => replay.run([tf.tensor1d(values)]).map((tensor) => Array.from(tensor.dataSync())));
  return { weight, replay, run, asked: () => asked };
}

describe('a computation that is replayed', () => {
  beforeEach(async () => {
    await loadBackend('wasm');
    await tf.setBackend('wasm');
  });

  it('is asked for twice, and has the numbers of its inputs and variables ever after', () => {
    const { weight, replay, run, asked } = counted();
    expect(run([1, 0, 0, 1])).toEqual([[1.5, 2.5, 3.5, 4.5], [30]]);
    expect(run([0, 1, 1, 0])).toEqual([[3.5, 4.5, 1.5, 2.5], [30]]);
    expect([asked(), replay.replaying]).toEqual([2, true]);
    expect(run([-1, 0, 0, 2])).toEqual([[0.5, 0.5, 6.5, 8.5], [105]]);
    weight.assign(
      tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
    );
    expect(run([5, 6, 7, 8])).toEqual([[5.5, 6.5, 7.5, 8.5], [174]]);
    expect(asked()).toBe(2);
    replay.dispose();
    weight.dispose();
  });

  it('leaves nothing behind', () => {
    const before = held();
    const { weight, replay, run } = counted();
    run([1, 2, 3, 4]);
    run([1, 2, 3, 4]);
    const between = held();
    for (let i = 0; i < 5; i++) run([i, 2, 3, 4]);
    expect(held()).toEqual(between);
    replay.dispose();
    weight.dispose();
    expect(held()).toEqual(before);
  });

  it('may return what it was given, a number of its own, and one result twice', () => {
    const replay = new Replay([], ([x]) => {
      const twice = tf.mul(x, 2);
      return [tf.reshape(x, [1, 2]), tf.scalar(7), twice, tf.reshape(twice, [2, 1])];
    });
    const input = tf.tensor1d([3, 4]);
    const before = held();
    for (let i = 0; i < 3; i++) {
      const results = tf.tidy(() => replay.run([input]));
      expect(results.map((tensor) => Array.from(tensor.dataSync()))).toEqual([
        [3, 4],
        [7],
        [6, 8],
        [6, 8],
      ]);
      tf.dispose(results);
    }
    expect(replay.replaying).toBe(true);
    replay.dispose();
    expect(held()).toEqual(before);
    input.dispose();
  });

  it('may have kernels that leave out what nobody wants', () => {
    const kernelFunc = (({ inputs: { x }, backend }) => {
      const parameters = { inputs: { x }, backend };
      const square = tf.getKernel(tf.Square, 'wasm').kernelFunc(parameters) as tf.TensorInfo;
      return [undefined, square];
    }) as tf.KernelFunc;
    tf.registerKernel({ kernelName: 'Gap', backendName: 'wasm', kernelFunc });
    const replay = new Replay([], ([x]) => {
      const { kernelFunc: run } = tf.getKernel('Gap', 'wasm');
      const infos = run({ inputs: { x }, backend: tf.backend() }) as tf.TensorInfo[];
      return [tf.engine().makeTensorFromTensorInfo(infos[1])];
    });
    const squared = (x: number) => tf.tidy(() => replay.run([tf.scalar(x)])[0].dataSync()[0]);
    expect([squared(1), squared(2), squared(3)]).toEqual([1, 4, 9]);
    expect(replay.replaying).toBe(true);
    tf.unregisterKernel('Gap', 'wasm');
  });

  it('goes on being asked for where its numbers depend on anything else', () => {
    let factor = 0;
    const replay = new Replay([], ([x]) => [tf.mul(x, ++factor)]);
    const run = () => tf.tidy(() => replay.run([tf.scalar(1)])[0].dataSync()[0]);
    expect([run(), run(), run(), run()]).toEqual([1, 2, 3, 4]);
    expect(replay.replaying).toBe(false);
  });

  it('frees what it has made when a kernel fails', () => {
    const { weight, replay, run } = counted();
    run([1, 2, 3, 4]);
    run([1, 2, 3, 4]);
    const before = held();
    const kernel = tf.getKernel(tf.Sum, 'wasm');
    const { kernelFunc } = kernel;
    kernel.kernelFunc = () => {
      throw new Error('No memory is left.');
    };
    try {
      expect(() => run([1, 2, 3, 4])).toThrow('No memory is left.');
    } finally {
      kernel.kernelFunc = kernelFunc;
    }
    expect(held()).toEqual(before);
    expect(run([1, 0, 0, 1])[1]).toEqual([30]);
    replay.dispose();
    weight.dispose();
  });

  it('is recorded anew on another backend, and only asked for on one whose kernels may be late', async () => {
    const { weight, replay, run, asked } = counted();
    run([1, 2, 3, 4]);
    run([1, 2, 3, 4]);
    expect(replay.replaying).toBe(true);
    await tf.setBackend('cpu');
    expect(run([1, 0, 0, 1])[1]).toEqual([30]);
    expect(run([1, 0, 0, 1])[1]).toEqual([30]);
    expect(asked()).toBe(4);
    replay.dispose();
    weight.dispose();
  });
});
