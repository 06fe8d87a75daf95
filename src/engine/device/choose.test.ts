import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { chooseBackend } from './choose.ts';
import { AUTOMATIC } from './patience.ts';

const { experiment } = presets.find(({ id }) => id === 'quick')!;
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const measured = { experiment, cores: 2, after };

/** Short limits, so that what never answers is given up at once. */
const limits = { ...AUTOMATIC, adapter: 30, device: 30 };
const never = () => new Promise<never>(() => {});
const hardware = (requestDevice: () => Promise<object>) => ({
  info: { vendor: 'acme' },
  features: new Set<string>(),
  limits: {},
  requestDevice,
});
const withGpu = (requestAdapter: () => unknown) =>
  vi.stubGlobal('navigator', { gpu: { requestAdapter } });

describe('a GPU that does not work', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is looked for again if it was only silent', async () => {
    withGpu(() => Promise.resolve(hardware(never)));
    expect((await chooseBackend('webgpu', undefined, limits)).unfinished).toBe(true);
    withGpu(() => Promise.resolve(null));
    expect((await chooseBackend('webgpu', undefined, limits)).unfinished).toBeUndefined();
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'whose search throws',
      () => {
        throw new Error('not allowed');
      },
      /search for a GPU failed \(not allowed\)/,
    ],
    [
      'whose device never comes',
      () => Promise.resolve(hardware(never)),
      /its device did not answer within 0\.03 s/,
    ],
    [
      'whose device is refused',
      () => Promise.resolve(hardware(() => Promise.reject(new Error('odd limits.')))),
      /The webgpu backend was refused: odd limits\./,
    ],
    ['that is never found', never, /search for a GPU did not answer within 0\.03 s/],
  ])('makes way for WebAssembly, with the reason: %s', async (_, requestAdapter, reason) => {
    withGpu(requestAdapter);
    for (const wanted of ['auto', 'webgpu'] as const) {
      const report = await chooseBackend(wanted, wanted === 'auto' ? measured : undefined, limits);
      expect(report.name).toBe('wasm');
      expect(report.refused.join()).toMatch(reason);
      expect(tf.getBackend()).toBe('wasm');
      // It computes, whatever is still pending.
      expect(Array.from(await tf.tidy(() => tf.add(tf.ones([2]), 1)).data())).toEqual([2, 2]);
    }
  });
});

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
    expect(Object.keys(wasm.stepMs!)).toEqual(['a', 'b']);
    expect(Math.min(...Object.values(wasm.stepMs!))).toBeGreaterThan(0);
    expect(wasm.togetherMs).toBe(Math.max(...Object.values(wasm.stepMs!)));
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
