import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import { ModalSeries, ModalSeriesError, sampleCoefficients } from './series.ts';

const { PI, sin, cos, hypot } = Math;
const options = { modes: 5, decay: 0.85, speed: 0.3, points: 17 };

/** The series, term by term. */
function direct(a: Float64Array, x: number, y: number, t: number): number {
  const { modes, decay, speed } = options;
  let sum = 0;
  for (let i = 1; i <= modes; i++) {
    for (let j = 1; j <= modes; j++) {
      sum +=
        a[(i - 1) * modes + j - 1] *
        (i * i + j * j) ** -decay *
        sin(PI * i * x) *
        sin(PI * j * y) *
        cos(speed * PI * t * hypot(i, j));
    }
  }
  return (PI / modes ** 2) * sum;
}

describe('coefficients', () => {
  it('lie in [−1, 1] and do not depend on how many samples follow', () => {
    const draw = (count: number) => {
      const random = randomStream(3, 'modes');
      return Array.from({ length: count }, () => sampleCoefficients(4, random));
    };
    expect(draw(5).slice(0, 2)).toEqual(draw(2));
    expect(draw(5)[0]).not.toEqual(draw(5)[1]);
    for (const a of draw(20).flatMap((sample) => [...sample])) {
      expect(Math.abs(a)).toBeLessThanOrEqual(1);
    }
  });
});

describe('modal series', () => {
  const a = sampleCoefficients(options.modes, randomStream(1, 'modes'));
  const series = new ModalSeries(options);
  const n = options.points;

  it('equals the direct sum at every time, x before y', () => {
    const times = [0, 0.7, 5];
    const fields = series.fields(a, times);
    expect(fields).toHaveLength(times.length * n * n);
    times.forEach((t, k) => {
      for (let x = 0; x < n; x++) {
        for (let y = 0; y < n; y++) {
          const expected = direct(a, x / (n - 1), y / (n - 1), t);
          expect(fields[(k * n + x) * n + y]).toBeCloseTo(expected, 7);
        }
      }
    });
  });

  it('is exactly zero on the border', () => {
    const field = series.fields(a, [1.3]);
    for (let i = 0; i < n; i++) {
      for (const k of [i, (n - 1) * n + i, i * n, i * n + n - 1]) expect(field[k]).toBe(0);
    }
  });

  it('starts at rest and conserves the energy of every mode', () => {
    // The sine transform of u(t) and of its exact derivative's difference quotient: for each mode
    // û(t + τ) + û(t − τ) = 2 cos(ωτ) û(t), which holds for a + b cos ωt and nothing else.
    const tau = 0.4;
    const [before, now, after] = [1 - tau, 1, 1 + tau].map((t) => transform(series.fields(a, [t])));
    for (let k = 0; k < now.length; k++) {
      const i = Math.floor(k / options.modes) + 1;
      const j = (k % options.modes) + 1;
      const omega = options.speed * PI * hypot(i, j);
      expect(before[k] + after[k]).toBeCloseTo(2 * cos(omega * tau) * now[k], 6);
    }
    expect(series.fields(a, [-0.9])).toEqual(series.fields(a, [0.9]));
  });

  it('refuses what it cannot evaluate', () => {
    expect(() => new ModalSeries({ ...options, modes: 0 })).toThrow(ModalSeriesError);
    expect(() => new ModalSeries({ ...options, points: 2.5 })).toThrow(ModalSeriesError);
    expect(() => new ModalSeries({ ...options, decay: NaN })).toThrow(ModalSeriesError);
    expect(() => new ModalSeries({ ...options, speed: Infinity })).toThrow(ModalSeriesError);
    expect(() => series.fields([1, 2], [0])).toThrow(ModalSeriesError);
    expect(() => series.fields(a, [0], new Float32Array(3))).toThrow(ModalSeriesError);
  });

  /** Coefficients of sin(πix) sin(πjy) by the discrete sine transform, exact for these modes. */
  function transform(field: Float32Array): Float64Array {
    const { modes } = options;
    return Float64Array.from({ length: modes * modes }, (_, k) => {
      const i = Math.floor(k / modes) + 1;
      const j = (k % modes) + 1;
      let sum = 0;
      for (let x = 0; x < n; x++) {
        for (let y = 0; y < n; y++) {
          sum += field[x * n + y] * sin((PI * i * x) / (n - 1)) * sin((PI * j * y) / (n - 1));
        }
      }
      return (4 * sum) / (n - 1) ** 2;
    });
  }
});
