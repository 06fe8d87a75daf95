import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { compilePipelines } from './compile.ts';

/** What tfjs's backend has of pipelines; here a pipeline is a name. */
class FakeGpu extends tf.KernelBackend {
  pipelineCache: Record<string, unknown> = { old: 'old' };
  private readonly waiting: Record<
    string,
    { resolve: (pipeline: string) => void; reject: (error: unknown) => void }
  > = {};

  override dispose(): void {}
  /** As a kernel asks for its pipeline. */
  need(key: string): void {
    const compileOnly = tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
    if (!(key in this.pipelineCache)) {
      this.pipelineCache[key] = compileOnly ? this.compile(key) : key;
    }
    if (!compileOnly && this.pipelineCache[key] instanceof Promise) {
      throw new Error('Please call checkCompileCompletionAsync');
    }
  }
  private compile(key: string): Promise<string> {
    let resolve: (pipeline: string) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    const promise = new Promise<string>((done, failed) => {
      resolve = done;
      reject = failed;
    });
    this.waiting[key] = { resolve, reject };
    return promise;
  }
  compiled(key: string): void {
    this.waiting[key].resolve(key);
  }
  fail(key: string, message: string): void {
    this.waiting[key].reject(new Error(message));
  }
}

let gpu: FakeGpu;

beforeEach(async () => {
  if (tf.findBackend('webgpu')) tf.removeBackend('webgpu');
  else tf.env().registerFlag('WEBGPU_ENGINE_COMPILE_ONLY', () => false);
  gpu = new FakeGpu();
  tf.registerBackend('webgpu', () => gpu);
  await tf.setBackend('webgpu');
});

const all = (keys: string[]) => () => keys.forEach((key) => gpu.need(key));

describe('compilePipelines', () => {
  it('asks for all at once and reports each', async () => {
    const seen: [number, number][] = [];
    const done = compilePipelines(all(['old', 'x', 'y', 'x']), (...state) => seen.push(state));
    expect(tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')).toBe(false);
    gpu.compiled('y');
    gpu.compiled('x');
    await done;
    expect(seen).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(gpu.pipelineCache).toEqual({ old: 'old', x: 'x', y: 'y' });
  });

  it('keeps the unfinished ones from everybody else, who may add their own meanwhile', async () => {
    const done = compilePipelines(all(['x', 'y']));
    gpu.need('x');
    gpu.need('z');
    gpu.compiled('x');
    gpu.compiled('y');
    await done;
    expect(gpu.pipelineCache).toEqual({ old: 'old', x: 'x', y: 'y', z: 'z' });
  });

  it('waits for what another one has asked for, and does not compile it twice', async () => {
    let asked = 0;
    const count = (key: string) => {
      const before = Object.keys(gpu.pipelineCache).length;
      gpu.need(key);
      asked += Object.keys(gpu.pipelineCache).length - before;
    };
    const first = compilePipelines(() => count('x'));
    const second = compilePipelines(() => count('x'));
    expect(asked).toBe(1);
    gpu.compiled('x');
    await Promise.all([first, second]);
    expect(gpu.pipelineCache.x).toBe('x');
  });

  it('names a shader that does not compile and leaves no trace of it', async () => {
    const done = compilePipelines(all(['x', 'bad']));
    gpu.compiled('x');
    gpu.fail('bad', 'unresolved identifier');
    await expect(done).rejects.toThrow(/does not compile on this GPU: unresolved identifier/);
    expect(gpu.pipelineCache).toEqual({ old: 'old', x: 'x' });
    await compilePipelines(all(['x']));
  });

  it('ends the mode if the dry run throws', async () => {
    const done = compilePipelines(() => {
      throw new Error('dry run');
    });
    await expect(done).rejects.toThrow('dry run');
    expect(tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')).toBe(false);
    expect(gpu.pipelineCache).toEqual({ old: 'old' });
  });
});
