import { describe, expect, it } from 'vitest';
import { experimentFrom, presets } from '../../engine/experiment/presets.ts';
import { runBytes, sampleBytes, stepBytes } from '../../engine/opening/runBytes.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { limitTexts } from './deviceLimits.ts';

const GB = 2 ** 30;

describe('what is too large for a device', () => {
  it('is said with what to change, and nothing is said of what fits', () => {
    const [text, ...rest] = limitTexts({ bytes: 1.5 * GB, memory: 2 * GB, ms: undefined });
    expect(rest).toEqual([]);
    expect(text).toMatch(/needs about 1\.5 GiB of memory, and this device has 2 GiB: .*Use fewer/);
    expect(limitTexts({ bytes: GB, memory: 2 * GB, ms: 60_000 })).toEqual([]);
  });

  it('is not guessed where the browser does not say how much memory there is', () => {
    for (const memory of [undefined, 8 * GB])
      expect(limitTexts({ bytes: 12 * GB, memory, ms: undefined })).toEqual([]);
  });

  it('is also what takes long', () => {
    expect(limitTexts({ bytes: 0, memory: 2 * GB, ms: 25 * 60_000 })).toEqual([
      expect.stringMatching(/^Training takes about 25\s?min on this device\. Fewer steps/),
    ]);
    expect(limitTexts({ bytes: 0, memory: 2 * GB, ms: 10 * 60_000 })).toEqual([]);
  });
});

describe('the memory of a run', () => {
  it('is what its networks keep, each with samples of its own', () => {
    const experiment = experimentFrom({ networks: '2' });
    const steps = ['a', 'b'] as const;
    const expected = steps
      .map((id) => stepBytes(experiment, planNetwork(experiment, id)) + sampleBytes(experiment))
      .reduce((sum, bytes) => sum + bytes, 0);
    expect(runBytes(experiment)).toBe(expected);
    const more = { ...experiment, data: { ...experiment.data, train: 2 * experiment.data.train } };
    expect(runBytes(more)).toBeGreaterThan(runBytes(experiment));
  });

  it('of the preset that the page opens with fits a device of 2 GiB', () => {
    const bytes = runBytes(presets[0].experiment);
    expect(limitTexts({ bytes, memory: 2 * GB, ms: undefined })).toEqual([]);
  });
});
