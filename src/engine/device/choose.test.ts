import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { chooseBackend } from './choose.ts';

const { experiment } = presets.find(({ id }) => id === 'quick')!;
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const measured = { experiment, cores: 2, after };

// Node has no WebGPU.
describe('chooseBackend', () => {
  it('measures what works and frees all that it made', async () => {
    await chooseBackend('wasm');
    const before = tf.memory();
    const report = await chooseBackend('auto', measured);
    expect(report.name).toBe('wasm');
    const [webgpu, wasm, cpu] = report.figures;
    expect(webgpu.note).toMatch(/no GPU adapter/);
    expect(cpu.note).toMatch(/never faster/);
    expect(wasm.stepMs!.a).toBeGreaterThan(0);
    expect(wasm.togetherMs).toBe(Math.max(wasm.stepMs!.a, wasm.stepMs!.b));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it('measures nothing unless it is asked to', async () => {
    expect((await chooseBackend('auto')).figures).toEqual([]);
  });

  it('says nothing of a GPU that it has not looked for', async () => {
    const { figures } = await chooseBackend('wasm', measured);
    expect(figures[0]).toEqual({
      name: 'webgpu',
      note: 'not tried, since you chose the backend',
    });
  });

  it('takes the forced one', async () => {
    expect(await chooseBackend('cpu', measured)).toMatchObject({
      name: 'cpu',
      reason: 'Chosen by you.',
    });
    expect(tf.getBackend()).toBe('cpu');
    const back = await chooseBackend('webgpu');
    expect(back.name).toBe('wasm');
    expect(back.refused.join()).toMatch(/offers no GPU adapter/);
    expect(tf.getBackend()).toBe('wasm');
  });
});
