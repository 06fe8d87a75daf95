import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { decide, togetherMs, type BackendFigure, type BackendName } from './decide.ts';
import { extrapolate, unmeasured } from './estimate.ts';
import { measureKey, samplesFor } from './measure.ts';

const figure = (name: BackendName, ms?: number): BackendFigure => ({ name, togetherMs: ms });

describe('decide', () => {
  it('takes the only one there is', () => {
    for (const name of ['webgpu', 'wasm', 'cpu'] as const) {
      expect(decide([figure(name)]).name).toBe(name);
    }
    expect(() => decide([])).toThrow(/no backend/);
  });

  it('takes the GPU if and only if it is at least 1.2 times faster', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (gpu, wasm) => {
          const { name } = decide([figure('wasm', wasm), figure('webgpu', gpu)]);
          expect(name).toBe(gpu * 1.2 <= wasm ? 'webgpu' : 'wasm');
        },
      ),
    );
  });

  it('does not take a GPU of which only a lower bound is known, whatever it is', () => {
    const gpu = { ...figure('webgpu', 1), atLeast: true as const };
    expect(decide([figure('wasm', 100), gpu])).toMatchObject({
      name: 'wasm',
      reason: expect.stringContaining('more than 1 ms'),
    });
  });

  it('takes what could be measured, and the GPU for networks that are too large for wasm', () => {
    expect(decide([figure('wasm', 5), figure('webgpu')]).name).toBe('wasm');
    expect(decide([figure('wasm'), figure('webgpu', 5)]).name).toBe('webgpu');
    expect(decide([figure('wasm'), figure('webgpu')]).name).toBe('webgpu');
  });

  it('says the times in its reason', () => {
    const { reason } = decide([figure('wasm', 12.34), figure('webgpu', 4.06)]);
    expect(reason).toContain('12 ms on WebAssembly');
    expect(reason).toContain('4.1 ms on the GPU');
  });
});

describe('togetherMs', () => {
  it('adds up what shares a GPU, and divides what takes turns on the cores', () => {
    expect(togetherMs('webgpu', { a: 3, b: 5 }, 8)).toBe(8);
    expect(togetherMs('wasm', { a: 3, b: 5 }, 2)).toBe(5);
    expect(togetherMs('wasm', { a: 3, b: 5 }, 1)).toBe(8);
    expect(togetherMs('wasm', { a: 7 }, 4)).toBe(7);
    const four = { a: 3, b: 4, c: 5, d: 6 };
    expect([1, 2, 3, 4].map((cores) => togetherMs('wasm', four, cores))).toEqual([18, 9, 6, 6]);
  });
});

describe('extrapolate', () => {
  it('is exact for an overhead and a time per sample', () => {
    const time = (samples: number) => 4 + 1.5 * samples;
    expect(extrapolate(time(1), time(3), 3, 16)).toBeCloseTo(time(16), 10);
  });

  it('stays between the measured time and that scaled, however noisy', () => {
    const ms = fc.double({ min: 0.01, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 1, max: 8 }), (one, part, samples) => {
        const whole = extrapolate(one, part, samples, 8);
        expect(whole).toBeGreaterThanOrEqual(part);
        expect(whole).toBeLessThanOrEqual((part * 8) / samples + 1e-9);
      }),
    );
  });
});

describe('what is measured', () => {
  const [{ experiment }] = presets;

  it('is measured again only if the layers or the batch change', () => {
    const key = measureKey(experiment);
    const { training, net } = experiment;
    const seeds = { ...training, initSeed: 9, shuffleSeed: 9, steps: 10 };
    expect(measureKey({ ...experiment, training: seeds })).toBe(key);
    expect(measureKey({ ...experiment, training: { ...training, batch: 3 } })).not.toBe(key);
    expect(measureKey({ ...experiment, net: { ...net, kernel: net.kernel + 2 } })).not.toBe(key);
  });

  it('is never empty and never more than a batch', () => {
    expect(samplesFor(experiment, 1)).toBe(1);
    expect(samplesFor(experiment, 1e15)).toBe(experiment.training.batch);
  });

  it('has a row for every backend', () => {
    const rows = unmeasured([figure('wasm', 3)], { cpu: 'slow' }, 'wasm');
    expect(rows.map(({ name }) => name)).toEqual(['webgpu', 'wasm', 'cpu']);
    expect(rows[0].note).toMatch(/you chose/);
    expect(rows[1].togetherMs).toBe(3);
    expect(rows[2].note).toBe('slow');
  });
});
