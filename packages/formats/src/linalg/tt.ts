/** Tensor trains (Oseledets 2011): T[i₁, …, i_d] ≈ G₁[i₁] ⋯ G_d[i_d], a product of r_{k−1} × r_k matrices. */
import { truncatedSvd } from './svd.ts';
import { checkRank, checkTensor, type DenseTensor, LinalgError } from './tensor.ts';
import { product } from 'slimwave-base/math';

export interface TensorTrain {
  /** Core k is [r_{k−1}, n_k, r_k], row-major, with r₀ = r_d = 1; all but the last are left-orthogonal. */
  cores: Float64Array[];
  /** r₁ … r_{d−1} */
  ranks: number[];
}

/** The ranks that a train can use: each at most as large as the smaller side of its unfolding. */
export function ttRanks(shape: readonly number[], ranks: readonly number[]): number[] {
  if (ranks.length !== shape.length - 1) {
    throw new LinalgError(
      `A tensor train of order ${shape.length} has ${shape.length - 1} ranks, but ${ranks.length} were given: name one for each pair of neighbouring axes.`,
    );
  }
  return ranks.map((rank, k) => {
    checkRank(rank);
    return Math.min(rank, product(shape.slice(0, k + 1)), product(shape.slice(k + 1)));
  });
}

/**
 * TT-SVD: axis after axis is split off by a truncated SVD. The squared error is at most the sum of the
 * squared singular values cut off in the unfoldings [n₁ ⋯ n_k, n_{k+1} ⋯ n_d], hence at most the best error
 * times √(d − 1); it is exact for full ranks. The ranks are upper bounds: `ttRanks` says what they become.
 * Where an earlier, smaller rank leaves fewer than that, columns of zeros (and not orthonormal ones) fill up
 * the core, so that its shape depends on nothing but the shape of the tensor and the ranks asked for.
 * @throws LinalgError for a wrong number of ranks or one below 1.
 */
export function ttSvd(tensor: DenseTensor, ranks: readonly number[]): TensorTrain {
  checkTensor(tensor);
  const { shape } = tensor;
  const used = ttRanks(shape, ranks);
  const cores: Float64Array[] = [];
  let rest = tensor.data;
  for (const [k, rank] of used.entries()) {
    const rows = (used[k - 1] ?? 1) * shape[k];
    const columns = rest.length / rows;
    const { u, s, v } = truncatedSvd(rows, columns, rest, rank);
    cores.push(u);
    rest = new Float64Array(rank * columns);
    for (let r = 0; r < rank; r++) {
      for (let j = 0; j < columns; j++) rest[r * columns + j] = s[r] * v[j * rank + r];
    }
  }
  return { cores: [...cores, rest.slice()], ranks: used };
}

export function ttReconstruct(
  shape: readonly number[],
  { cores, ranks }: TensorTrain,
): DenseTensor {
  // [n₁ ⋯ n_k, r_k], grown by one axis at a time.
  let left = Float64Array.of(1);
  for (const [k, core] of cores.entries()) {
    const inner = ranks[k - 1] ?? 1;
    const columns = core.length / inner;
    const rows = left.length / inner;
    const out = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let r = 0; r < inner; r++) {
        const weight = left[i * inner + r];
        for (let j = 0; j < columns; j++) out[i * columns + j] += weight * core[r * columns + j];
      }
    }
    left = out;
  }
  return { shape, data: left };
}
