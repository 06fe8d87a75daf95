import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  frameMoments,
  relativeL2,
  SILENT,
  silentNorm,
  VRMSE_EPSILON,
  vrmseOfFrames,
} from '../metrics.ts';
import { randomStream } from '../random.ts';
import { assertBounded, DivergedError, ErrorMeter } from './errors.ts';
import { meanOfKnown } from '../math.ts';

const SIZE = 50;
const ONE_FRAME = { times: 1, channels: 1 };
const random = randomStream(11, 'metrics');

const field = (amplitude: number, offset = 0) =>
  Float32Array.from({ length: SIZE }, () => offset + amplitude * (2 * random.uniform() - 1));

const norm = (values: Float32Array) =>
  Math.sqrt(values.reduce((total, value) => total + value * value, 0));

/** Errors of forecasts that are off by noise of the amplitude `noise`. */
function errorsOf(truths: readonly Float32Array[], noise: number) {
  const meter = new ErrorMeter(SIZE, -1, ONE_FRAME);
  for (const truth of truths) {
    const off = field(noise);
    meter.add(
      truth.map((value, i) => value + off[i]),
      truth,
      norm(truth),
    );
  }
  return meter.errors();
}

describe('errors over a set with silent samples', () => {
  it('leave them out, count them, and never exceed what the loud samples allow', () => {
    const weak = fc.double({ min: 0, max: SILENT / 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.array(weak, { maxLength: 8 }),
        (loud, silent) => {
          const truths = [...loud, ...silent].map((amplitude) => field(amplitude));
          const errors = errorsOf(truths, 0.1);
          const least = Math.min(...truths.slice(0, loud.length).map(norm));
          // Noise of this amplitude has at most this norm.
          const most = (0.1 * Math.sqrt(SIZE)) / least;
          expect(errors).toMatchObject({ samples: truths.length, silent: silent.length });
          expect(errors.relativeL2).toBeLessThanOrEqual(most);
          expect(errors.relativeL1).toBeLessThan(1);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('do not depend on what the silent ones are', () => {
    const loud = [field(1), field(0.7)];
    const of = (silent: Float32Array) => {
      const meter = new ErrorMeter(SIZE, -1, ONE_FRAME);
      for (const truth of loud) meter.add(new Float32Array(SIZE), truth, norm(truth));
      meter.add(new Float32Array(SIZE), silent, norm(silent));
      return meter.errors();
    };
    const [zero, tiny, denormal] = [0, 1e-9, 1e-42].map((amplitude) => of(field(amplitude)));
    expect(zero.relativeL2).toBe(1);
    expect(tiny).toMatchObject({ relativeL2: 1, relativeL1: 1, silent: 1 });
    expect(denormal).toMatchObject({ relativeL2: 1, relativeL1: 1, silent: 1 });
  });

  it('have no relative error where every sample is silent', () => {
    const errors = errorsOf([field(1e-3), field(0)], 0.1);
    expect(errors).toMatchObject({ relativeL2: NaN, relativeL1: NaN, nrmse: NaN });
    expect(errors).toMatchObject({ samples: 2, silent: 2, frames: 2, flatFrames: 2 });
  });
});

describe('VRMSE, as The Well defines it', () => {
  it('is √(mean square error/(variance + ε)) with n − 1 in the variance', () => {
    // Errors 1, 0, 0, 1: mean square 1/2. The truth is 2 ± 1, 2 ± 1: its variance is 4/3.
    const moments = frameMoments([2, 3, 1, 2], [1, 3, 1, 3], ONE_FRAME);
    expect(moments).toEqual({ error: Float64Array.of(0.5), variance: Float64Array.of(4 / 3) });
    expect(vrmseOfFrames(moments)[0]).toBeCloseTo(Math.sqrt(0.5 / (4 / 3 + 1e-7)), 15);
  });

  it('is taken of every time and channel by itself, before the mean', () => {
    // Two frames of two points; errors of 1 everywhere; variances 2 and 8.
    const [first, second] = [Math.sqrt(1 / (2 + 1e-7)), Math.sqrt(1 / (8 + 1e-7))];
    const times = { times: 2, channels: 1 };
    const channels = { times: 1, channels: 2 };
    for (const [truth, layout] of [
      [[0, 2, 0, 4], times],
      [[0, 0, 2, 4], channels],
    ] as const) {
      const forecast = truth.map((value) => value + 1);
      expect([...vrmseOfFrames(frameMoments(forecast, truth, layout))]).toEqual([first, second]);
      const meter = new ErrorMeter(4, 0, layout);
      meter.add(Float32Array.from(forecast), Float32Array.from(truth), 1);
      // Forecasting the truth itself has no error.
      meter.add(Float32Array.from(truth), Float32Array.from(truth), 1);
      expect(meter.errors().wellVrmse).toBeCloseTo((first + second) / 4, 12);
      expect(meter.errors().frames).toBe(4);
    }
  });

  it('is finite where the truth has no spread, and says how often that is', () => {
    const constant = new Float32Array(SIZE).fill(0.1);
    const errors = errorsOf([field(1), constant], 0.1);
    expect(errors).toMatchObject({ samples: 2, silent: 0, frames: 2, flatFrames: 1 });
    const forecast = constant.map((value) => value + 2);
    const [flat] = vrmseOfFrames(frameMoments(forecast, constant, ONE_FRAME));
    expect(flat).toBeCloseTo(2 / Math.sqrt(VRMSE_EPSILON), 0);
  });

  it('is exact beside a mean that is a million times the spread', () => {
    const truth = new Float32Array(SIZE).map((_, i) => 2 ** 20 + (i % 2 === 0 ? 1 : -1));
    const forecast = truth.map((value, i) => value + (i < SIZE / 2 ? 0.5 : -0.5));
    const [vrmse] = vrmseOfFrames(frameMoments(forecast, truth, ONE_FRAME));
    expect(vrmse).toBeCloseTo(Math.sqrt(0.25 / (SIZE / (SIZE - 1) + VRMSE_EPSILON)), 12);
  });
});

describe('divergence', () => {
  const sums = (rms: number, count = 3) => new Float32Array(count).fill(SIZE * rms ** 2);
  const norms = (rms: number, count = 3) => new Float64Array(count).fill(Math.sqrt(SIZE) * rms);

  it('is judged against the truth of the same samples', () => {
    const judge = (error: number, truth: number) => () =>
      assertBounded(sums(error), norms(truth), SIZE, 5);
    expect(judge(9, 1)).not.toThrow();
    expect(judge(11, 1)).toThrow(DivergedError);
    expect(judge(12, 12)).not.toThrow();
    expect(judge(121, 12)).toThrow(DivergedError);
    // Silent samples do not make a small error a large one.
    expect(judge(1, 1e-6)).not.toThrow();
    expect(judge(NaN, 1)).toThrow('diverged at step 5');
    expect(judge(Infinity, 1)).toThrow(DivergedError);
  });
});

describe('batches of silent samples', () => {
  it('have no error, and means go on without them', () => {
    const least = silentNorm(SIZE);
    expect(relativeL2([1, 1], [0, least / 2], SIZE)).toBeNaN();
    expect(relativeL2([4, 1], [4, 0], SIZE)).toBe(0.5);
    expect(meanOfKnown([1, NaN, 3])).toBe(2);
    expect(meanOfKnown([NaN])).toBeNaN();
  });
});
