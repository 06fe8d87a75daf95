/** Gaussian random fields on a rectangle. */
import type { RandomStream } from './random.ts';

/** Lattice points per correlation length: the lattice itself then shows in the variance by less than 1e-8. */
const PER_LENGTH = 2;
/** Weights farther away than so many lengths, below 2e-4, are left out. */
const REACH = 3;

interface Axis {
  /** Points, with both ends. */
  points: number;
  /** Extent (m). */
  extent: number;
}

/**
 * A Gaussian random field of variance 1 and correlation exp(−d²/2ℓ²), as its distribution function, into `out` [x, y]: white
 * noise on a lattice under weights exp(−d²/ℓ²). The lattice does not depend on the grid: a finer grid shows the same field.
 */
export function gaussianField(
  out: Float64Array,
  [across, up]: readonly [Axis, Axis],
  length: number,
  random: RandomStream,
): void {
  const [columns, rows] = [latticeSize(across.extent, length), latticeSize(up.extent, length)];
  const noise = Float64Array.from({ length: columns * rows }, () => random.normal());
  const [alongX, alongY] = [
    latticeWeights(across, columns, length),
    latticeWeights(up, rows, length),
  ];
  // W Z Wᵀ, first Z Wᵀ [columns, points in y].
  const half = new Float64Array(columns * up.points);
  for (let k = 0; k < columns; k++) {
    for (let y = 0; y < up.points; y++) {
      let total = 0;
      for (let l = 0; l < rows; l++) total += noise[k * rows + l] * alongY[y * rows + l];
      half[k * up.points + y] = total;
    }
  }
  for (let x = 0; x < across.points; x++) {
    for (let y = 0; y < up.points; y++) {
      let total = 0;
      for (let k = 0; k < columns; k++) total += alongX[x * columns + k] * half[k * up.points + y];
      out[x * up.points + y] = normalDistribution(total);
    }
  }
}

const BEYOND = REACH * PER_LENGTH;

const latticeSize = (extent: number, length: number): number =>
  Math.ceil(extent / (length / PER_LENGTH)) + 1 + 2 * BEYOND;

/** [points, count]: weights of the lattice at every grid point of an axis, with the norm 1. */
function latticeWeights({ points, extent }: Axis, count: number, length: number): Float64Array {
  const spacing = length / PER_LENGTH;
  const weights = new Float64Array(points * count);
  for (let x = 0; x < points; x++) {
    const row = weights.subarray(x * count, (x + 1) * count);
    for (let k = 0; k < count; k++) {
      const distance = ((x / (points - 1)) * extent - (k - BEYOND) * spacing) / length;
      if (Math.abs(distance) <= REACH) row[k] = Math.exp(-distance * distance);
    }
    const norm = Math.hypot(...row);
    for (let k = 0; k < count; k++) row[k] /= norm;
  }
  return weights;
}

/**
 * Φ(g), the share of a standard normal distribution below g; off by at most 1e-7 (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 26.2.17).
 */
function normalDistribution(g: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(g));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (series * Math.exp((-g * g) / 2)) / Math.sqrt(2 * Math.PI);
  return g > 0 ? 1 - tail : tail;
}
