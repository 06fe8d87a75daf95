import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import { exactPropagator, rankNeeded, sumOfPairs } from './exactKernel.ts';
import { ModalSeries, ModalSeriesError, sampleCoefficients } from './series.ts';

describe('exact propagator', () => {
  const options = { modes: 6, distance: 0.5, points: 12 };
  const propagator = exactPropagator(options);

  it('maps u(0) to u(T) by convolution with the odd continuation', () => {
    const { modes, distance, points: n } = options;
    const { kernel, size: m } = propagator;
    const series = new ModalSeries({ modes, decay: 0.5, speed: distance / 4, points: n });
    const coefficients = sampleCoefficients(modes, randomStream(1, 'modes'));
    const fields = series.fields(coefficients, [0, 4]);
    const scale = fields.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
    const odd = (s: number): [number, number] => {
      const inPeriod = ((s % m) + m) % m;
      return inPeriod < n ? [inPeriod, 1] : [m - inPeriod, -1];
    };
    for (let x = 0; x < n; x++) {
      for (let y = 0; y < n; y++) {
        let sum = 0;
        for (let p = 0; p < m; p++) {
          for (let q = 0; q < m; q++) {
            const [i, signI] = odd(x - (p - m / 2));
            const [j, signJ] = odd(y - (q - m / 2));
            sum += kernel[p * m + q] * signI * signJ * fields[i * n + j];
          }
        }
        expect(Math.abs(sum - fields[n * n + x * n + y])).toBeLessThan(1e-6 * scale);
      }
    }
  });

  it('has the singular values of its spatial kernel, up to 2/m', () => {
    const { kernel, size, singularValues } = propagator;
    const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(size, size, kernel));
    diagonal.forEach((value, k) => {
      expect(value).toBeCloseTo((2 / size) * (singularValues[k] ?? 0), 12);
    });
  });

  it('is the sum of its pairs of one-way filters, and loses as much as it says without the last of them', () => {
    const { kernel, alongX, alongY, relativeErrors, size } = propagator;
    const norm = Math.hypot(...kernel);
    relativeErrors.forEach((error, rank) => {
      const sum = sumOfPairs(propagator, rank);
      const difference = Math.hypot(...kernel.map((value, at) => value - sum[at]));
      expect(difference / norm).toBeCloseTo(error, 10);
    });
    for (let r = 0; r < options.modes; r++) {
      const [x, y] = [alongX, alongY].map((all) => all.subarray(r * size, (r + 1) * size));
      const sign = Math.sign(x.reduce((sum, value, at) => sum + value * y[at], 0));
      x.forEach((value, at) => expect(value).toBeCloseTo(sign * y[at], 10));
    }
  });

  it('finds the first rank that is good enough', () => {
    const errors = Float64Array.of(1, 0.5, 0.01, 1e-16);
    expect([1, 0.6, 0.01, 0.001, 0].map((most) => rankNeeded(errors, most))).toEqual([
      0, 1, 2, 3, 3,
    ]);
  });

  it('loses nothing at full rank and all at rank 0', () => {
    const { relativeErrors, worstErrors } = exactPropagator({ ...options, modes: 10 });
    for (const errors of [relativeErrors, worstErrors]) {
      expect(errors[0]).toBeCloseTo(1, 12);
      expect(errors.at(-1)).toBeLessThan(1e-12);
    }
    relativeErrors.slice(1).forEach((value, r) => expect(value).toBeLessThan(relativeErrors[r]));
  });

  it('needs rank 12 for distance 0.5 and rank 4 for distance 0.1 on 24 modes', () => {
    const far = exactPropagator({ modes: 24, distance: 0.5, points: 64 });
    expect(far.relativeErrors[12]).toBeCloseTo(0.004, 3);
    expect(far.relativeErrors[8]).toBeGreaterThan(0.1);
    const near = exactPropagator({ modes: 24, distance: 0.1, points: 64 });
    expect(near.relativeErrors[4]).toBeCloseTo(0.001, 3);
    expect(near.relativeErrors[3]).toBeGreaterThan(0.1);
  });

  it('needs a rank that grows with the number of half-wavelengths, whatever the number of modes', () => {
    for (const modes of [24, 48]) {
      for (const halfWavelengths of [2, 4, 6, 8, 10, 12]) {
        const distance = halfWavelengths / modes;
        const rank = rankNeeded(
          exactPropagator({ modes, distance, points: modes + 2 }).relativeErrors,
          0.01,
        );
        // Measured: 4, 6, 8, 9, 10, 12 on both.
        expect(Math.abs(rank - (2.3 + 0.83 * halfWavelengths))).toBeLessThan(1.2);
      }
    }
  });

  it('refuses a grid that is too coarse for the modes', () => {
    expect(() => exactPropagator({ ...options, points: 7 })).toThrow(ModalSeriesError);
    expect(() => exactPropagator({ ...options, distance: NaN })).toThrow(ModalSeriesError);
  });
});
