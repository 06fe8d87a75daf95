/** Canonical polyadic decompositions: T[i₁, …, i_d] ≈ Σ_{r < rank} A₁[i₁, r] ⋯ A_d[i_d, r]. */
import { balance } from './als.ts';
import { MOST_STARTS, searchedFactors } from './starts.ts';
import { khatriRao } from './khatriRao.ts';
import { truncatedSvd } from './svd.ts';
import {
  checkRank,
  checkTensor,
  type DenseTensor,
  LinalgError,
  norm,
  relativeError,
} from './tensor.ts';
import { product } from 'slimwave-base/math';

export interface CpOptions {
  /**
   * The weight of Σ ‖A_m‖² beside the logarithm of the squared relative error, 1e-4 by default. It bounds the terms
   * where they would cancel each other. Measured on trained 7×7 kernels in a quarter of their parameters: the largest
   * term has 0.8 to 1.9 times the norm of the kernel, up to 900 times with a ten-thousandth of that, and the error is
   * the same to three digits.
   */
  ridge?: number;
  /** The most sweeps over all modes from one start; 500 by default, fewer where a sweep is costly. */
  iterations?: number;
  /** It ends when a sweep lowers the squared relative error by less than this part of it, 1e-5 by default. */
  tolerance?: number;
  /** Given, the first start is random; else it comes from the HOSVD. */
  seed?: number;
}

export interface Cp {
  /** Factor m is [shape[m], rank], row-major. Every term's norm is shared equally by its vectors. */
  factors: Float64Array[];
  relativeError: number;
}

/** A rank with which every tensor of a shape can be written: one term for each fibre along its longest axis. */
export const sufficientRank = (shape: readonly number[]) => product(shape) / Math.max(...shape);

/**
 * Where an answer is known it is given, and the options play no role: from the sufficient rank on the exact
 * decomposition, and for a matrix (axes of size 1 do not count) the truncated SVD. Otherwise alternating least
 * squares from one start, which finds a local minimum.
 * @throws LinalgError for a rank below 1, sizes that do not fit, or a negative option.
 */
export function cpAls(tensor: DenseTensor, rank: number, options: CpOptions = {}): Cp {
  const pieces = decomposition(tensor, rank, options, 1);
  let piece = pieces.next();
  while (!piece.done) piece = pieces.next();
  return piece.value;
}

/**
 * As `cpAls`, but the best of several starts: that of the HOSVD, and random ones of fixed seeds. It is never worse
 * than `cpAls` with the same options, and the same every time.
 * @param breathe Called between pieces of work; the next one begins when it resolves.
 */
export async function bestCp(
  tensor: DenseTensor,
  rank: number,
  breathe: () => Promise<void>,
  options: CpOptions = {},
): Promise<Cp> {
  const pieces = decomposition(tensor, rank, options, MOST_STARTS);
  let piece = pieces.next();
  while (!piece.done) {
    await breathe();
    piece = pieces.next();
  }
  return piece.value;
}

/** Yields between pieces of work. */
function* decomposition(
  tensor: DenseTensor,
  rank: number,
  { ridge = 1e-4, iterations, tolerance = 1e-5, seed }: CpOptions,
  starts: number,
): Generator<void, Cp> {
  checkTensor(tensor);
  checkRank(rank);
  if (!(ridge >= 0 && (iterations ?? 0) >= 0 && tolerance >= 0)) {
    throw new LinalgError(
      `The ridge (${ridge}), iterations (${iterations}) and tolerance (${tolerance}) must not be negative: correct them.`,
    );
  }
  const scale = norm(tensor);
  // The ridge then means the same for every tensor.
  const unit = tensor.data.map((value) => (scale === 0 ? 0 : value / scale));
  const factors =
    knownFactors({ shape: tensor.shape, data: unit }, rank) ??
    (yield* searchedFactors(
      { tensor: { shape: longAxes(tensor.shape), data: unit }, rank, ridge, tolerance },
      { starts, iterations, seed },
    ));
  for (const [mode, n] of tensor.shape.entries()) {
    if (factors.length < tensor.shape.length && n === 1)
      factors.splice(mode, 0, new Float64Array(rank).fill(1));
  }
  factors[0] = factors[0].map((value) => value * scale);
  balance(factors, rank);
  const reconstruction = cpReconstruct(tensor.shape, factors, rank);
  return { factors, relativeError: relativeError(reconstruction, tensor) };
}

const longAxes = (shape: readonly number[]): number[] => shape.filter((n) => n > 1);

export function cpReconstruct(
  shape: readonly number[],
  factors: readonly Float64Array[],
  rank: number,
): DenseTensor {
  const columns = khatriRao(factors, rank);
  const data = new Float64Array(columns.length / rank);
  for (let i = 0, at = 0; i < data.length; i++) {
    for (let r = 0; r < rank; r++) data[i] += columns[at++];
  }
  return { shape, data };
}

/** The factors where they need not be searched for; those of axes of size 1 may be left out. */
function knownFactors(tensor: DenseTensor, rank: number): Float64Array[] | undefined {
  if (rank >= sufficientRank(tensor.shape)) return fibres(tensor, rank);
  // At least two axes are longer than 1: else the sufficient rank is 1.
  const shape = longAxes(tensor.shape);
  return shape.length === 2 ? matrixFactors({ shape, data: tensor.data }, rank) : undefined;
}

/** Term j is the j-th fibre along the longest axis, times a unit vector in each other axis. */
function fibres({ shape, data }: DenseTensor, rank: number): Float64Array[] {
  const longest = shape.indexOf(Math.max(...shape));
  const factors = shape.map((n) => new Float64Array(n * rank));
  const index = shape.map(() => 0);
  for (const value of data) {
    let term = 0;
    for (const [m, n] of shape.entries()) if (m !== longest) term = term * n + index[m];
    for (const [m, i] of index.entries()) {
      factors[m][i * rank + term] = m === longest ? value : 1;
    }
    for (let m = shape.length - 1; m >= 0 && ++index[m] === shape[m]; m--) index[m] = 0;
  }
  return factors;
}

function matrixFactors({ shape: [rows, columns], data }: DenseTensor, rank: number) {
  const { u, s, v } = truncatedSvd(rows, columns, data, rank);
  return [u.map((value, at) => value * s[at % rank]), v];
}
