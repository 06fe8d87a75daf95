/**
 * The energy of fields by wavelength.
 *
 * A field on a piece of the plane is not periodic: a Fourier transform would see a jump from one side to the other, and a
 * window against that would take energy away. Along an open axis the basis is that of the discrete cosine transform
 * (DCT-II), after Denis, Côté and Laprise, "Spectral decomposition of two-dimensional atmospheric fields on limited-area
 * domains using the discrete cosine transform" (2002): the field continues evenly beyond its sides, without a jump. Along a
 * closed curve it is that of the real Fourier series. No mean is subtracted and no window is applied: the basis is orthonormal,
 * so that the energies add up to the field's mean square exactly (Parseval).
 *
 * By two matrix products, of 2n³ multiplications on n² points: grids have any number of points, most of them below 65, and
 * the fast transforms that are well kept want powers of two.
 */

export interface SpectralAxis {
  points: number;
  /** Points times their distance (m, or any unit). */
  length: number;
  /** Whether the last point is followed by the first. */
  closed: boolean;
}

interface Basis {
  /** [points, points], orthonormal rows. */
  rows: Float64Array;
  /** Of every row, in cycles per unit of length. */
  wavenumbers: Float64Array;
}

export function basisOf({ points: n, length, closed }: SpectralAxis): Basis {
  const rows = new Float64Array(n * n);
  const wavenumbers = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const cycles = closed ? Math.ceil(i / 2) : i / 2;
    const sine = closed && i % 2 === 0;
    // The highest wave of an even number of closed points has no sine.
    const alone = i === 0 || (closed && 2 * cycles === n);
    wavenumbers[i] = cycles / length;
    for (let x = 0; x < n; x++) {
      const phase = (2 * Math.PI * cycles * (closed ? x : x + 0.5)) / n;
      const wave = sine && i > 0 ? Math.sin(phase) : Math.cos(phase);
      rows[i * n + x] = wave * Math.sqrt((alone ? 1 : 2) / n);
    }
  }
  return { rows, wavenumbers };
}

/** out [m, columns] = matrix [m, n] · values [n, columns]. */
function multiply(matrix: Float64Array, values: Float64Array, n: number, out: Float64Array): void {
  const columns = values.length / n;
  out.fill(0);
  for (let i = 0; i < matrix.length / n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = matrix[i * n + k];
      for (let j = 0; j < columns; j++) out[i * columns + j] += factor * values[k * columns + j];
    }
  }
}

function transposed(values: Float64Array, rows: number, out: Float64Array): void {
  const columns = values.length / rows;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j];
  }
}

/** Transforms fields on one or two axes. */
export class SpectralTransform {
  /** Values of a field. */
  readonly size: number;
  /** Of every coefficient: the length of its wave vector, in cycles per unit of length. */
  readonly wavenumbers: Float64Array;
  private readonly bases: Basis[];
  private readonly scratch: readonly [Float64Array, Float64Array];

  constructor(private readonly axes: readonly SpectralAxis[]) {
    this.bases = axes.map(basisOf);
    const [first, second] = this.bases;
    this.size = axes.reduce((size, { points }) => size * points, 1);
    this.wavenumbers = second
      ? Float64Array.from({ length: this.size }, (_, at) => {
          const n = second.wavenumbers.length;
          return Math.hypot(first.wavenumbers[Math.floor(at / n)], second.wavenumbers[at % n]);
        })
      : first.wavenumbers;
    this.scratch = [new Float64Array(this.size), new Float64Array(this.size)];
  }

  /**
   * Coefficients of a field [first axis, second axis] into `out`, in the order of `wavenumbers`, so that their squares
   * add up to the field's mean square.
   */
  coefficients(field: Float64Array, out: Float64Array): void {
    const [first, second] = this.axes;
    const [along, turned] = this.scratch;
    multiply(this.bases[0].rows, field, first.points, second ? along : out);
    if (second) {
      transposed(along, first.points, turned);
      multiply(this.bases[1].rows, turned, second.points, along);
      transposed(along, second.points, out);
    }
    const scale = 1 / Math.sqrt(this.size);
    for (let i = 0; i < out.length; i++) out[i] *= scale;
  }
}

/**
 * The side L whose waves the bins count: the one with the most points, which tells the most wavelengths apart; of sides
 * with equally many the shorter one. By the shorter side of 200 × 7 points, nearly all waves would be in one bin.
 */
export function binSide(space: readonly SpectralAxis[]): number {
  const most = Math.max(...space.map(({ points }) => points));
  return Math.min(...space.filter(({ points }) => points === most).map(({ length }) => length));
}

/**
 * By coefficient the number of its bin. Bin b is about b waves per L (`binSide`); bin 0 is the mean alone. What the sides
 * cut off of a wave may fall into the bins next to its own.
 */
export const radialBins = (wavenumbers: Float64Array, side: number): Uint32Array =>
  Uint32Array.from(wavenumbers, (k) => (k === 0 ? 0 : Math.max(1, Math.round(k * side))));

/** Energies added up by bin; `count` bins if more than the highest one says. */
export function binned(energies: Float64Array, bins: Uint32Array, count = 0): Float64Array {
  const highest = bins.reduce((most, bin) => Math.max(most, bin), 0);
  const sums = new Float64Array(Math.max(count, highest + 1));
  for (let i = 0; i < energies.length; i++) sums[bins[i]] += energies[i];
  return sums;
}
