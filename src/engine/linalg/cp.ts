/** Canonical polyadic decompositions: T[i₁, …, i_d] ≈ Σ_{r < rank} A₁[i₁, r] ⋯ A_d[i_d, r]. */
import { type AlsOptions, alternatingLeastSquares, balance } from './als.ts';
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
import { product } from '../math.ts';

export interface CpOptions {
  /**
   * The weight of Σ ‖A_m‖² beside the squared relative error, 1e-8 by default. It bounds the terms where they
   * would cancel each other; a well-conditioned tensor's relative error rises by about as much.
   */
  ridge?: number;
  /** The most sweeps over all modes, 500 by default. */
  iterations?: number;
  /** It ends when a sweep lowers the squared relative error by less than this part of it, 1e-5 by default. */
  tolerance?: number;
  /** Given, the start is random, so that several can be tried; else it comes from the HOSVD. */
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
 * decomposition, and for a matrix (axes of size 1 do not count) the truncated SVD. Else alternating least
 * squares, which finds a local minimum.
 * @throws LinalgError for a rank below 1, sizes that do not fit, or a negative option.
 */
export function cpAls(tensor: DenseTensor, rank: number, options: CpOptions = {}): Cp {
  checkTensor(tensor);
  checkRank(rank);
  const { ridge = 1e-8, iterations = 500, tolerance = 1e-5, seed } = options;
  if (!(ridge >= 0 && iterations >= 0 && tolerance >= 0)) {
    throw new LinalgError(
      `The ridge (${ridge}), iterations (${iterations}) and tolerance (${tolerance}) must not be negative: correct them.`,
    );
  }
  const scale = norm(tensor);
  // The ridge then means the same for every tensor.
  const unit = tensor.data.map((value) => (scale === 0 ? 0 : value / scale));
  const factors = unitFactors({ shape: tensor.shape, data: unit }, rank, {
    ridge,
    iterations,
    tolerance,
    seed,
  });
  factors[0] = factors[0].map((value) => value * scale);
  balance(factors, rank);
  const reconstruction = cpReconstruct(tensor.shape, factors, rank);
  return { factors, relativeError: relativeError(reconstruction, tensor) };
}

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

function unitFactors(tensor: DenseTensor, rank: number, options: AlsOptions): Float64Array[] {
  if (rank >= sufficientRank(tensor.shape)) return fibres(tensor, rank);
  // At least two axes are longer than 1: else the sufficient rank is 1.
  const shape = tensor.shape.filter((n) => n > 1);
  const unit = { shape, data: tensor.data };
  const factors =
    shape.length === 2 ? matrixFactors(unit, rank) : alternatingLeastSquares(unit, rank, options);
  for (const [mode, n] of tensor.shape.entries()) {
    if (n === 1) factors.splice(mode, 0, new Float64Array(rank).fill(1));
  }
  return factors;
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
