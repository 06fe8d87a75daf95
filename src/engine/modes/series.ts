/**
 * Exact solutions of the wave equation on the unit square with fixed sides, at rest at t = 0:
 *
 *   u_tt = c² Δu,   u = 0 on the sides,
 *   u(x, y, t) = π/K² Σ_{i,j=1..K} a_ij (i² + j²)^(−r) sin(πix) sin(πjy) cos(cπt √(i² + j²)).
 *
 * After the wave benchmark of Raonić et al., "Convolutional Neural Operators for robust and accurate learning of
 * PDEs" (2023, arXiv 2302.01178), where a_ij is uniform in [−1, 1], K = 24, r = 1, c = 0.1, T = 5 and the
 * grid has 64×64 points.
 */
import type { RandomStream } from '../random.ts';

export interface ModalSeriesOptions {
  /** K, number of modes along each axis. */
  modes: number;
  /** r: the amplitude of mode (i, j) falls with (i² + j²)^(−r). */
  decay: number;
  /** c in lengths of a side per unit of time. */
  speed: number;
  /** n, grid points along each axis with both border points: x_i = i/(n − 1). */
  points: number;
}

export class ModalSeriesError extends Error {
  override name = 'ModalSeriesError';
}

/** Throws `ModalSeriesError` unless `value` is an integer of at least `least`. */
export function assertCount(what: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ModalSeriesError(
      `The number of ${what} is ${value}, but must be a whole number of at least ${least}: change it.`,
    );
  }
}

/**
 * The amplitudes a_ij [K, K] of one sample, uniform in [−1, 1]. Samples drawn one after the other from one stream do
 * not depend on how many follow.
 */
export function sampleCoefficients(modes: number, random: RandomStream): Float64Array {
  assertCount('modes', modes, 1);
  return Float64Array.from({ length: modes * modes }, () => 2 * random.uniform() - 1);
}

/** Evaluates the series by two matrix products S A Sᵀ with S[x, i] = sin(πix). */
export class ModalSeries {
  readonly modes: number;
  readonly points: number;
  /** [n, K] */
  private readonly sines: Float64Array;
  /** [K, K]: π/K² (i² + j²)^(−r) */
  private readonly amplitudes: Float64Array;
  /** [K, K] in radians per unit of time. */
  private readonly frequencies: Float64Array;
  /** [K, K] and [K, n]: A at one time, and A Sᵀ. */
  private readonly current: Float64Array;
  private readonly half: Float64Array;
  private readonly row: Float64Array;

  /** Throws `ModalSeriesError` if an option is out of its range. */
  constructor({ modes, decay, speed, points }: ModalSeriesOptions) {
    assertCount('modes', modes, 1);
    assertCount('grid points', points, 3);
    if (!Number.isFinite(decay)) {
      throw new ModalSeriesError(`The decay is ${decay}, but must be a finite number: change it.`);
    }
    if (!Number.isFinite(speed)) {
      throw new ModalSeriesError(`The speed is ${speed}, but must be a finite number: change it.`);
    }
    this.modes = modes;
    this.points = points;
    this.sines = sineTable(modes, points);
    this.amplitudes = new Float64Array(modes * modes);
    this.frequencies = new Float64Array(modes * modes);
    this.current = new Float64Array(modes * modes);
    this.half = new Float64Array(modes * points);
    this.row = new Float64Array(points);
    for (let i = 1, k = 0; i <= modes; i++) {
      for (let j = 1; j <= modes; j++, k++) {
        const square = i * i + j * j;
        this.amplitudes[k] = (Math.PI / (modes * modes)) * square ** -decay;
        this.frequencies[k] = speed * Math.PI * Math.sqrt(square);
      }
    }
  }

  /**
   * Writes u at each of `times` into `out` [times, x, y] and returns it. `coefficients` [K, K] are the a_ij
   * (`sampleCoefficients`). Throws `ModalSeriesError` on a wrong size.
   */
  fields(
    coefficients: ArrayLike<number>,
    times: readonly number[],
    out = new Float32Array(times.length * this.points ** 2),
  ): Float32Array {
    const size = this.points ** 2;
    if (coefficients.length !== this.modes ** 2 || out.length !== times.length * size) {
      throw new ModalSeriesError(
        `${coefficients.length} coefficients and room for ${out.length} values were given, but ${this.modes}×${this.modes} modes on ${this.points}×${this.points} points at ${times.length} times need ${this.modes ** 2} and ${times.length * size}.`,
      );
    }
    times.forEach((t, k) => this.evaluate(coefficients, t, out.subarray(k * size, (k + 1) * size)));
    return out;
  }

  private evaluate(coefficients: ArrayLike<number>, t: number, out: Float32Array): void {
    const { modes, points, sines, current, half, row } = this;
    for (let k = 0; k < current.length; k++) {
      current[k] = coefficients[k] * this.amplitudes[k] * Math.cos(this.frequencies[k] * t);
    }
    for (let i = 0; i < modes; i++) {
      for (let y = 0; y < points; y++) {
        let sum = 0;
        for (let j = 0; j < modes; j++) sum += current[i * modes + j] * sines[y * modes + j];
        half[i * points + y] = sum;
      }
    }
    for (let x = 0; x < points; x++) {
      row.fill(0);
      for (let i = 0; i < modes; i++) {
        const sine = sines[x * modes + i];
        for (let y = 0; y < points; y++) row[y] += sine * half[i * points + y];
      }
      out.set(row, x * points);
    }
  }
}

/** sin(πix) [n, K]; exactly zero on the border, where sin(πi) as computed is not. */
function sineTable(modes: number, points: number): Float64Array {
  const table = new Float64Array(points * modes);
  for (let x = 1; x < points - 1; x++) {
    for (let i = 1; i <= modes; i++) {
      table[x * modes + i - 1] = Math.sin((Math.PI * i * x) / (points - 1));
    }
  }
  return table;
}
