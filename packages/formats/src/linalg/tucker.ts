/**
 * Tucker decompositions over some modes: T ≈ core ×ₘ Uₘ for the chosen modes m (over both channel modes of
 * a convolution kernel it is the Tucker-2 of Kim et al. 2016).
 */
import { leadingLeftVectors } from './svd.ts';
import {
  checkMode,
  checkTensor,
  type DenseMatrix,
  type DenseTensor,
  LinalgError,
  modeProduct,
  transpose,
  unfold,
} from './tensor.ts';

export interface Tucker {
  /** The tensor's shape, with the rank in place of the size in every chosen mode. */
  core: DenseTensor;
  /** In the order of `modes`: [shape[mode], rank], row-major, orthonormal columns. */
  factors: Float64Array[];
}

/**
 * Sequentially truncated higher-order SVD (Vannieuwenhoven, Vandebril & Meerbergen 2012): the modes are
 * projected one after the other, each on what the ones before have left. Like the classical HOSVD (De
 * Lathauwer, De Moor & Vandewalle 2000) its squared error is at most the sum of the squared singular
 * values cut off in all chosen unfoldings, hence at most the best error times √(number of modes); it is
 * exact for full ranks.
 *
 * `iterations` adds sweeps of higher-order orthogonal iteration (HOOI), none of which raises the error.
 * @throws LinalgError for a mode twice or out of range, or a rank outside 1 … shape[mode].
 */
export function hosvd(
  tensor: DenseTensor,
  modes: readonly number[],
  ranks: readonly number[],
  { iterations = 0 }: { iterations?: number } = {},
): Tucker {
  checkTensor(tensor);
  for (const mode of modes) checkMode(tensor.shape, mode);
  if (new Set(modes).size !== modes.length || ranks.length !== modes.length) {
    throw new LinalgError(
      `The modes [${modes.join(', ')}] and the ranks [${ranks.join(', ')}] do not match: name each mode once, with one rank.`,
    );
  }
  let core = tensor;
  const factors = modes.map((mode, k) => {
    const factor = leadingLeftVectors(unfold(core, mode), ranks[k]);
    core = project(core, [mode], [factor]);
    return factor;
  });
  for (let sweep = 0; sweep < iterations; sweep++) {
    for (const [k, mode] of modes.entries()) {
      const others = modes.toSpliced(k, 1);
      const partial = project(tensor, others, factors.toSpliced(k, 1));
      factors[k] = leadingLeftVectors(unfold(partial, mode), ranks[k]);
    }
  }
  return { core: iterations > 0 ? project(tensor, modes, factors) : core, factors };
}

/** core ×ₘ Uₘ over all chosen modes. */
export function tuckerReconstruct(
  { core, factors }: Tucker,
  modes: readonly number[],
): DenseTensor {
  return modes.reduce(
    (tensor, mode, k) => modeProduct(tensor, mode, asMatrix(factors[k], tensor.shape[mode])),
    core,
  );
}

/** T ×ₘ Uₘᵀ over the given modes. */
function project(
  tensor: DenseTensor,
  modes: readonly number[],
  factors: readonly Float64Array[],
): DenseTensor {
  return modes.reduce((partial, mode, k) => {
    const rows = partial.shape[mode];
    return modeProduct(partial, mode, transpose(asMatrix(factors[k], factors[k].length / rows)));
  }, tensor);
}

const asMatrix = (data: Float64Array, columns: number): DenseMatrix => ({
  rows: data.length / columns,
  columns,
  data,
});
