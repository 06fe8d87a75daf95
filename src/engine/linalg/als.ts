/**
 * Alternating least squares for the canonical polyadic decomposition (Carroll & Chang 1970; Harshman 1970;
 * review: Kolda & Bader 2009) of a tensor of unit norm and of order three or more.
 *
 * With a ridge it minimises ‖T − [[A₁, …, A_d]]‖² + λ Σ ‖A_m‖². A tensor may have no best approximation of a
 * given rank: then terms without bound cancel each other (de Silva & Lim 2008). The ridge excludes that.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { randomStream } from '../random.ts';
import {
  contractLeft,
  contractRight,
  contractWithin,
  khatriRao,
  normalMatrix,
} from './khatriRao.ts';
import { leadingLeftVectors } from './svd.ts';
import { type DenseTensor, unfold } from './tensor.ts';
import { product } from '../math.ts';

export interface AlsOptions {
  /** λ, at least 0 */
  ridge: number;
  /** The most sweeps over all modes. */
  iterations: number;
  /** It ends when a sweep lowers the objective by less than this part of the squared error. */
  tolerance: number;
  /** Given, the start is random; else it is the HOSVD's. */
  seed?: number;
}

/** A squared relative error that round-off (it is a difference of numbers near 1) no longer resolves. */
const RESOLVED = 1e-15;

/** Added to the normal equations' diagonal, relative to its sum: without a ridge they may be singular. */
const SINGULAR = 1e-14;

/** Of the HOSVD's vectors: symmetric tensors have zeros in their core that ALS would never leave. */
const PERTURBATION = 0.1;

/** @returns Factor m as [shape[m], rank], row-major, with the norm of every term shared equally by its vectors. */
export function alternatingLeastSquares(
  tensor: DenseTensor,
  rank: number,
  { ridge, iterations, tolerance, seed }: AlsOptions,
): Float64Array[] {
  const { shape, data } = tensor;
  const factors = startingFactors(tensor, rank, seed);
  const cut = middle(shape);
  const left = product(shape.slice(0, cut));
  let last = Infinity;
  for (let sweep = 0; sweep < iterations; sweep++) {
    // One product with the whole tensor serves all modes of a half: two a sweep instead of one per mode.
    const right = contractRight(data, left, khatriRao(factors.slice(cut), rank), rank);
    for (let mode = 0; mode < cut; mode++) {
      updateMode(right, factors, { mode, from: 0, to: cut, rank, ridge });
    }
    const rest = contractLeft(data, left, khatriRao(factors.slice(0, cut), rank), rank);
    let error = 1;
    for (let mode = cut; mode < shape.length; mode++) {
      error = updateMode(rest, factors, { mode, from: cut, to: shape.length, rank, ridge });
    }
    balance(factors, rank);
    const size = factors.reduce((sum, factor) => sum + squaredNorm(factor), 0);
    const objective = error + ridge * size;
    if (error <= RESOLVED || last - objective < tolerance * error) break;
    last = objective;
  }
  return factors;
}

/** Gives the vectors of every term one common norm, the geometric mean of what they had. */
export function balance(factors: readonly Float64Array[], rank: number): void {
  for (let r = 0; r < rank; r++) {
    const norms = factors.map((factor) => columnNorm(factor, rank, r));
    const logarithm = norms.reduce((sum, length) => sum + Math.log(length), 0);
    const common = Math.exp(logarithm / factors.length);
    for (const [m, factor] of factors.entries()) {
      const scale = common === 0 ? 0 : common / norms[m];
      for (let at = r; at < factor.length; at += rank) factor[at] *= scale;
    }
  }
}

function startingFactors(tensor: DenseTensor, rank: number, seed?: number): Float64Array[] {
  return tensor.shape.map((rows, mode) => {
    const random = randomStream(seed ?? 0, `start of mode ${mode}`);
    const scale = (seed === undefined ? PERTURBATION : 1) / Math.sqrt(rows);
    const factor = Float64Array.from({ length: rows * rank }, () => scale * random.normal());
    if (seed !== undefined) return factor;
    // Beyond the number of singular vectors, the perturbation is the start.
    const present = Math.min(rank, rows);
    const vectors = leadingLeftVectors(unfold(tensor, mode), present);
    for (let i = 0; i < rows; i++) {
      for (let r = 0; r < present; r++) factor[i * rank + r] += vectors[i * present + r];
    }
    return factor;
  });
}

/** Where to cut the modes in two halves of as equal sizes as possible. */
function middle(shape: readonly number[]): number {
  const larger = (cut: number) => Math.max(product(shape.slice(0, cut)), product(shape.slice(cut)));
  let best = 1;
  for (let cut = 2; cut < shape.length; cut++) if (larger(cut) < larger(best)) best = cut;
  return best;
}

interface Update {
  mode: number;
  /** The half that the mode belongs to: from … to − 1. */
  from: number;
  to: number;
  rank: number;
  ridge: number;
}

/**
 * Solves for one factor, all others fixed.
 * @param half The tensor contracted with the factors of the other half, [sizes from … to − 1, rank].
 * @returns The squared error with the new factor.
 */
function updateMode(half: Float64Array, factors: Float64Array[], update: Update): number {
  const { mode, from, to, rank, ridge } = update;
  const before = khatriRao(factors.slice(from, mode), rank);
  const after = khatriRao(factors.slice(mode + 1, to), rank);
  const moment = contractWithin(half, before, after, rank);
  const normal = normalMatrix(factors.toSpliced(mode, 1), rank);
  const factor = solveRidge(normal, moment, ridge, rank);
  factors[mode] = factor;
  const own = normalMatrix([factor], rank);
  // ‖T − A Kᵀ‖² = ‖T‖² − 2 ⟨T K, A⟩ + ⟨KᵀK, AᵀA⟩ with ‖T‖ = 1
  let error = 1;
  for (let i = 0; i < factor.length; i++) error -= 2 * moment[i] * factor[i];
  for (let i = 0; i < own.length; i++) error += normal[i] * own[i];
  return error;
}

/** A of A (N + λ I) = M, with N [rank, rank] and M [rows, rank]. */
function solveRidge(
  normal: Float64Array,
  moment: Float64Array,
  ridge: number,
  rank: number,
): Float64Array {
  let trace = 0;
  for (let r = 0; r < rank; r++) trace += normal[r * rank + r];
  // All other factors are zero: so is this one.
  if (trace === 0) return new Float64Array(moment.length);
  const system = new Matrix(rank, rank);
  for (let q = 0; q < rank; q++) {
    for (let r = 0; r < rank; r++) system.set(q, r, normal[q * rank + r]);
    system.set(q, q, normal[q * rank + q] + ridge + SINGULAR * trace);
  }
  const rows = moment.length / rank;
  const right = new Matrix(rank, rows);
  for (let i = 0; i < rows; i++) {
    for (let r = 0; r < rank; r++) right.set(r, i, moment[i * rank + r]);
  }
  const solution = new CholeskyDecomposition(system).solve(right);
  const factor = new Float64Array(moment.length);
  for (let i = 0; i < rows; i++) {
    for (let r = 0; r < rank; r++) factor[i * rank + r] = solution.get(r, i);
  }
  return factor;
}

function columnNorm(factor: Float64Array, rank: number, column: number): number {
  let sum = 0;
  for (let at = column; at < factor.length; at += rank) sum += factor[at] ** 2;
  return Math.sqrt(sum);
}

const squaredNorm = (data: Float64Array) => data.reduce((sum, value) => sum + value * value, 0);
