/** What projecting a dense kernel onto a format has to do with tensors, whatever the format. */
import { permute, reshape, type DenseTensor } from './linalg/tensor.ts';
import { ttRanks, ttSvd } from './linalg/tt.ts';
import type { Cp } from './linalg/cp.ts';
import type { KernelShape } from './format.ts';

/** How a canonical decomposition is searched for, which has no closed form: from one start or from several. */
export type CpSearch = (tensor: DenseTensor, rank: number) => Cp | Promise<Cp>;

/**
 * The best (or a quasi-optimal) representation of a dense kernel [k₁, …, k_d, s, t] in a format at a rank:
 * the filters of the format's weighted stages, flat, in their order.
 */
export type Projection = (
  kernel: DenseTensor,
  rank: number,
  search: CpSearch,
) => Float64Array[] | Promise<Float64Array[]>;

export function kernelShape({ shape }: DenseTensor): KernelShape {
  return { size: shape.slice(0, -2), inputs: shape.at(-2)!, outputs: shape.at(-1)! };
}

/** [s, k₁, …, k_d, t]: the order in which one-way stages meet the axes. */
export function channelsOutside(kernel: DenseTensor): DenseTensor {
  const d = kernel.shape.length - 2;
  return permute(kernel, [d, ...Array.from({ length: d }, (_, i) => i), d + 1]);
}

/** Core of a tensor train that lies on one kernel axis: [r, k, r'] → [k, r, r']. */
export function coreAsFilter(core: Float64Array, r: number, k: number): Float64Array {
  const next = core.length / (r * k);
  return permute({ shape: [r, k, next], data: core }, [1, 0, 2]).data;
}

/**
 * One-way filters [k_i, c_{i−1}, c_i] of a kernel given as [c₀·k₁, k₂, …, k_d·c_d] by tensor-train SVD.
 */
export function trainOfFilters(
  ordered: DenseTensor,
  size: readonly number[],
  ranks: readonly number[],
): Float64Array[] {
  const first = ordered.shape[0];
  const last = ordered.shape.at(-1)!;
  if (size.length === 1) return [coreAsFilter(ordered.data, first, size[0])];
  const merged = [first * size[0], ...size.slice(1, -1), size.at(-1)! * last];
  const { cores } = ttSvd(reshape(ordered, merged), ttRanks(merged, ranks));
  return cores.map((core, i) =>
    coreAsFilter(core, i === 0 ? first : core.length / rowLength(i), size[i]),
  );

  /** Entries of core i behind its first index. */
  function rowLength(i: number): number {
    const used = ttRanks(merged, ranks);
    return merged[i] * (used[i] ?? 1);
  }
}
