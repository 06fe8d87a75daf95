/** A signal in time with its derivatives, in a table. */
import { inverseFourier } from './fourier.ts';

/** Derivatives 0..7 are stored: the fifth is the highest that is asked for, and its two follow from the table. */
const STORED = 8;
export const HIGHEST_DERIVATIVE = STORED - 3;

/** Samples per period of the peak frequency: quintic interpolation between them errs by 2·10⁻⁸ of the peak. */
const PER_PERIOD = 32;
/** Beyond this many times the peak frequency a Ricker wavelet's spectrum is below 10⁻¹³ of its peak. */
const BAND = 6;
/** The signal is damped to this share over the table: what rings on beyond its end comes back so much smaller. */
const WRAPPED = 1e-7;

/** a + bi. */
export type Complex = readonly [re: number, im: number];

export class Waveform {
  private constructor(
    /** Time of the first sample and between two (s). Before the first sample the signal is zero. */
    private readonly begin: number,
    private readonly interval: number,
    /** [samples, STORED], the k-th derivative in m/s^k. */
    private readonly table: Float64Array,
  ) {}

  /**
   * Signals from their Fourier transforms ∫ g e^(−iΩt) dt at the complex frequencies that `of` is called with, one per
   * signal. They must be zero before `begin`, and are tabulated to `end` (s). Complex frequencies damp what would come
   * back from beyond the end (Bouchon 1979).
   */
  static fromSpectra(
    { begin, end, frequency }: { begin: number; end: number; frequency: number },
    count: number,
    spectra: (omega: Complex, out: Complex[]) => void,
  ): Waveform[] {
    const interval = 1 / (PER_PERIOD * frequency);
    const samples = Math.ceil((end - begin) / interval) + 2;
    const size = 2 ** Math.ceil(Math.log2(2 * samples));
    const period = size * interval;
    const damping = -Math.log(WRAPPED) / period;
    const bins = Math.min(size / 2 - 1, Math.ceil(BAND * frequency * period));
    const values: Complex[] = [];
    const tables = Array.from({ length: count }, () => new Float64Array(samples * STORED));
    // [signals, bins] of the spectra, from the first sample's time on.
    const re = Array.from({ length: count }, () => new Float64Array(bins + 1));
    const im = Array.from({ length: count }, () => new Float64Array(bins + 1));
    const omegas = Array.from({ length: bins + 1 }, (_, k): Complex => [
      (2 * Math.PI * k) / period,
      -damping,
    ]);
    omegas.forEach((omega, k) => {
      spectra(omega, values);
      const shift = exponential(omega, -begin);
      for (let g = 0; g < count; g++) [re[g][k], im[g][k]] = times(values[g], shift);
    });
    const [a, b] = [new Float64Array(size), new Float64Array(size)];
    const growth = Float64Array.from(
      { length: samples },
      (_, j) => Math.exp(damping * j * interval) / period,
    );
    for (let g = 0; g < count; g++) {
      for (let d = 0; d < STORED; d++) {
        a.fill(0);
        b.fill(0);
        for (let k = 0; k <= bins; k++) {
          // The other half of the spectrum is the complex conjugate: the real part of twice this one.
          [a[k], b[k]] = [(k === 0 ? 1 : 2) * re[g][k], (k === 0 ? 1 : 2) * im[g][k]];
          [re[g][k], im[g][k]] = times([re[g][k], im[g][k]], [-omegas[k][1], omegas[k][0]]);
        }
        inverseFourier(a, b);
        for (let j = 0; j < samples; j++) tables[g][j * STORED + d] = growth[j] * a[j];
      }
    }
    return tables.map((table) => new Waveform(begin, interval, table));
  }

  /** The derivative of this order (0..5) at time t (s), by quintic Hermite interpolation. */
  at(t: number, order: number): number {
    const { table, interval } = this;
    const place = (t - this.begin) / interval;
    if (!(place >= 0)) return 0;
    const last = table.length / STORED - 2;
    const k = Math.min(Math.floor(place), last);
    const s = Math.min(place - k, 1);
    const p = k * STORED + order;
    const q = p + STORED;
    const r = 1 - s;
    const [s3, r3] = [s * s * s, r * r * r];
    return (
      r3 *
        ((1 + s * (3 + 6 * s)) * table[p] +
          s * interval * ((1 + 3 * s) * table[p + 1] + (s / 2) * interval * table[p + 2])) +
      s3 *
        ((1 + r * (3 + 6 * r)) * table[q] -
          r * interval * ((1 + 3 * r) * table[q + 1] - (r / 2) * interval * table[q + 2]))
    );
  }
}

export const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
export const over = ([a, b]: Complex, [c, d]: Complex): Complex => {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
};
/** e^(−iΩt). */
export function exponential([re, im]: Complex, t: number): Complex {
  const size = Math.exp(im * t);
  return [size * Math.cos(re * t), -size * Math.sin(re * t)];
}
