import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import { sum } from '../math.ts';
import { leastValue, scaledRelativeL1 } from '../metrics.ts';
import { ModalSeries, sampleCoefficients } from '../modes/series.ts';
import { ErrorMeter } from './errors.ts';

/** The benchmark's error of forecasts [samples, size] of the truths, with `least` as the training set's least value. */
function benchmarkError(
  forecasts: Float32Array,
  truths: Float32Array,
  size: number,
  least: number,
): number {
  const meter = new ErrorMeter(size, least, { times: 1, channels: 1 });
  for (let at = 0; at < truths.length; at += size) {
    const truth = truths.subarray(at, at + size);
    meter.add(forecasts.subarray(at, at + size), truth, Math.hypot(...truth));
  }
  return meter.errors().medianL1;
}

describe('the error measure of the operator learning benchmark', () => {
  it('is the relative L1 error of the min-max scaled fields', () => {
    const [truth, forecast] = [
      [1, 3, -2, 0.5],
      [1.5, 2, -2.5, 1],
    ];
    const [min, max] = [-1.5, 4];
    const scale = (u: number) => (u - min) / (max - min);
    const expected =
      sum(truth.map((u, i) => Math.abs(scale(forecast[i]) - scale(u)))) /
      sum(truth.map((u) => Math.abs(scale(u))));
    expect(scaledRelativeL1(forecast, truth, min)).toBeCloseTo(expected, 12);
    expect(leastValue(truth)).toBe(-2);
  });

  it('takes the median over samples', () => {
    const truths = Float32Array.from([1, 1, 1, 1, 1, 1]);
    const forecasts = Float32Array.from([1, 1, 1.5, 1.5, 3, 3]);
    expect(benchmarkError(forecasts, truths, 2, 0)).toBe(0.5);
  });

  it('gives the trivial forecasts of the wave benchmark their known errors', () => {
    const modes = 24;
    const points = 64;
    const size = points ** 2;
    const series = new ModalSeries({ modes, decay: 1, speed: 0.1, points });
    const draw = (label: string, count: number) => {
      const random = randomStream(1, label);
      const initial = new Float32Array(count * size);
      const final = new Float32Array(count * size);
      for (let s = 0; s < count; s++) {
        const both = series.fields(sampleCoefficients(modes, random), [0, 5]);
        initial.set(both.subarray(0, size), s * size);
        final.set(both.subarray(size), s * size);
      }
      return { initial, final };
    };
    const train = draw('training modes', 512);
    const test = draw('test modes', 256);
    const least = leastValue(train.final);
    const mean = new Float32Array(size);
    train.final.forEach((u, k) => (mean[k % size] += u / 512));
    const meanForecast = Float32Array.from(test.final, (_, k) => mean[k % size]);
    // The benchmark scales initial fields with constants of their own; brought to those of the final fields.
    const [initialRange, finalRange] = [train.initial, train.final].map(
      (fields) => fields.reduce((most, u) => Math.max(most, u), -Infinity) - leastValue(fields),
    );
    const initialLeast = leastValue(train.initial);
    const initialForecast = test.initial.map(
      (u) => least + ((u - initialLeast) / initialRange) * finalRange,
    );
    // The minimum of the training set is one draw's extreme: from seed to seed it moves both by a tenth.
    const meanError = benchmarkError(meanForecast, test.final, size, least);
    expect(Math.abs(meanError - 0.158)).toBeLessThan(0.02);
    const initialError = benchmarkError(initialForecast, test.final, size, least);
    expect(Math.abs(initialError - 0.287)).toBeLessThan(0.03);
  });
});
