/**
 * What a kernel format is, apart from any tensor library: a name, where it comes from, and exact counts.
 *
 * A convolution maps S = `inputs` channels to T = `outputs` channels with a d-way kernel k₁×…×k_d
 * (`size`; d = 2: x, y or d = 3: t, x, y).
 */
import type { Budget } from '../experiment/fields.ts';

export interface KernelShape {
  size: readonly number[];
  inputs: number;
  outputs: number;
}

export interface KernelFormat {
  id: string;
  label: string;
  /** One paragraph for a reader who knows what a convolution is. */
  explanation: string;
  source: string;
  /** Whether the format has a rank to choose. */
  ranked: boolean;
  /** The rank that can represent every dense kernel; a larger one only wastes parameters. */
  maxRank(shape: KernelShape): number;
  /** Stored kernel parameters, without bias. */
  parameters(shape: KernelShape, rank: number): number;
  /** Multiply-accumulates per output position, without bias. */
  macsPerPosition(shape: KernelShape, rank: number): number;
  /** Multiply-accumulates that do not depend on the grid, such as rebuilding a dense kernel. */
  macsPerCall(shape: KernelShape, rank: number): number;
}

export const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);
export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const denseParameters = (shape: KernelShape): number =>
  shape.inputs * shape.outputs * product(shape.size);

export interface ResolvedRank {
  rank: number;
  /** Set when the rank is not what was asked for: the sentence that says why. */
  note?: string;
}

/**
 * The rank of one layer for a budget: the rank asked for, at most the full one; or the largest rank
 * whose parameters stay within the fraction of the dense ones to keep, at least 1.
 */
export function resolveRank(
  format: KernelFormat,
  shape: KernelShape,
  budget: Budget,
): ResolvedRank {
  const full = format.maxRank(shape);
  if (!format.ranked) return { rank: full };
  if ('rank' in budget) {
    if (budget.rank <= full) return { rank: budget.rank };
    return {
      rank: full,
      note: `Rank ${full} is already full here; ${budget.rank} would only waste.`,
    };
  }
  const allowed = budget.keep * denseParameters(shape) * (1 + 1e-12);
  let rank = 0;
  while (rank < full && format.parameters(shape, rank + 1) <= allowed) rank++;
  if (rank > 0) return { rank };
  const smallest = format.parameters(shape, 1) / denseParameters(shape);
  return {
    rank: 1,
    note: `The smallest rank keeps ${Math.round(smallest * 1000) / 10} % here; less is not possible.`,
  };
}
