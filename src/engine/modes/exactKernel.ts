/**
 * Why the kernel of a wave compresses.
 *
 * With fixed sides and at rest at first, mode (i, j) of the unit square only changes its amplitude:
 *
 *   u(T) = k ∗ u(0),   k̂(i, j) = cos(πd √(i² + j²)),   d = cT,
 *
 * where u(0) is continued oddly about the sides, with period 2. k is even along both axes, and an odd field
 * does not see its modes with i = 0 or j = 0: on K modes along each axis it is the K×K matrix k̂. A sum of r
 * one-way (separable) kernels is a matrix of rank r, so that the best of them follows from the singular value
 * decomposition (Eckart and Young, 1936). The rank needed grows with the number of half-wavelengths of the
 * shortest mode in d, which is d·K, not with the size of the kernel, until the wave has crossed about half of
 * the square (d ≈ 0.5) and the periods overlap.
 */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { assertCount, ModalSeriesError } from './series.ts';

export interface ExactPropagator {
  /** [m, m], the spatial kernel on the periodic grid with its centre at [m/2, m/2]. */
  kernel: Float64Array;
  /** m = 2(n − 1), grid points in a period. */
  size: number;
  /** [K], of the matrix k̂, falling. Those of `kernel` are 2/m times these, then zeros. */
  singularValues: Float64Array;
  /**
   * [K, m] each: pair r of one-way filters, along x and along y, is row r of both, with its centre at m/2.
   * kernel[x, y] = Σ_r alongX[r, x] alongY[r, y]. Both of a pair have the norm √(2σ_r/m) and, because k̂ is
   * symmetric, the same shape up to the sign.
   */
  alongX: Float64Array;
  alongY: Float64Array;
  /** [K + 1], after rank r = 0 … K: ‖k̂ − k̂_r‖_F / ‖k̂‖_F, the error for fields with equal energy in all modes. */
  relativeErrors: Float64Array;
  /** [K + 1], after rank r: max |k̂ − k̂_r| / max |k̂|, the error of the mode that suffers most. */
  worstErrors: Float64Array;
}

/**
 * The propagator over `distance` d = cT (in sides of the square) on `modes` K modes and `points` n grid points
 * along each axis, and how well it can be compressed. Throws `ModalSeriesError` if the grid
 * cannot carry the modes.
 */
export function exactPropagator({
  modes,
  distance,
  points,
}: {
  modes: number;
  distance: number;
  points: number;
}): ExactPropagator {
  assertCount('modes', modes, 1);
  assertCount('grid points', points, modes + 2);
  if (!Number.isFinite(distance)) {
    throw new ModalSeriesError(
      `The distance is ${distance}, but must be a finite number: change the speed or the time.`,
    );
  }
  const multipliers = Matrix.zeros(modes, modes);
  for (let i = 1; i <= modes; i++) {
    for (let j = 1; j <= modes; j++) {
      multipliers.set(i - 1, j - 1, Math.cos(Math.PI * distance * Math.hypot(i, j)));
    }
  }
  const size = 2 * (points - 1);
  const cosines = cosinesOnGrid(modes, size);
  const svd = new SingularValueDecomposition(multipliers);
  const scales = svd.diagonal.map((value) => (2 / size) * Math.sqrt(value));
  return {
    kernel: spatialKernel(multipliers, cosines),
    size,
    singularValues: Float64Array.from(svd.diagonal),
    alongX: filters(cosines, svd.leftSingularVectors, scales),
    alongY: filters(cosines, svd.rightSingularVectors, scales),
    ...compression(multipliers, svd),
  };
}

/** The sum of the first `rank` pairs of one-way filters, [m, m]: the best approximation of that rank. */
export function sumOfPairs(
  { size, alongX, alongY }: Pick<ExactPropagator, 'size' | 'alongX' | 'alongY'>,
  rank: number,
): Float64Array {
  const sum = new Float64Array(size * size);
  const pairs = Math.min(rank, alongX.length / size);
  for (let r = 0; r < pairs; r++) {
    for (let x = 0; x < size; x++) {
      const factor = alongX[r * size + x];
      for (let y = 0; y < size; y++) sum[x * size + y] += factor * alongY[r * size + y];
    }
  }
  return sum;
}

/** The smallest rank whose relative error is at most `tolerance`; `errors` are [K + 1], by rank. */
export function rankNeeded(errors: Float64Array, tolerance: number): number {
  const rank = errors.findIndex((error) => error <= tolerance);
  // Rounding keeps the last error from being zero, so that a tolerance near it may find none.
  return rank < 0 ? errors.length - 1 : rank;
}

/** [m, K]: cos(2πix/m), x counted from the centre. */
function cosinesOnGrid(modes: number, size: number): Matrix {
  const cosines = Matrix.zeros(size, modes);
  for (let x = 0; x < size; x++) {
    for (let i = 1; i <= modes; i++) {
      cosines.set(x, i - 1, Math.cos((2 * Math.PI * i * (x - size / 2)) / size));
    }
  }
  return cosines;
}

/** k[x, y] = 4/m² Σ_ij k̂(i, j) cos(2πix/m) cos(2πjy/m), x and y counted from the centre. */
function spatialKernel(multipliers: Matrix, cosines: Matrix): Float64Array {
  const kernel = cosines.mmul(multipliers).mmul(cosines.transpose());
  return Float64Array.from(kernel.mul(4 / cosines.rows ** 2).to1DArray());
}

/** [K, m]: singular vectors of k̂, in their columns, as functions of x. */
const filters = (cosines: Matrix, vectors: Matrix, scales: number[]): Float64Array =>
  Float64Array.from(cosines.mmul(vectors).mulRowVector(scales).transpose().to1DArray());

function compression(
  multipliers: Matrix,
  { leftSingularVectors, rightSingularVectors, diagonal }: SingularValueDecomposition,
): Pick<ExactPropagator, 'relativeErrors' | 'worstErrors'> {
  const count = diagonal.length;
  const relativeErrors = new Float64Array(count + 1);
  const worstErrors = new Float64Array(count + 1);
  const largest = largestEntry(multipliers);
  const remainder = multipliers.clone();
  for (let rank = 0; rank <= count; rank++) {
    // Dropped values are summed from the smallest, and not taken as a difference, which would cancel.
    relativeErrors[rank] = Math.hypot(...diagonal.slice(rank)) / Math.hypot(...diagonal);
    worstErrors[rank] = largestEntry(remainder) / largest;
    if (rank === count) break;
    const left = leftSingularVectors.getColumnVector(rank).mul(diagonal[rank]);
    remainder.sub(left.mmul(rightSingularVectors.getColumnVector(rank).transpose()));
  }
  return { relativeErrors, worstErrors };
}

const largestEntry = (matrix: Matrix): number => Math.max(matrix.max(), -matrix.min());
