/**
 * What a kernel format is, apart from any tensor library: a name, where it comes from, and a chain of
 * convolution stages from which all counts, the layer and the reconstruction follow.
 *
 * A convolution maps S = `inputs` channels to T = `outputs` channels with a d-way kernel k₁×…×k_d
 * (`size`; d = 2: x, y or t, s; d = 3: t, x, y).
 */
import { product } from 'slimwave-base/math';
import { parametersOf, type Stage } from './stage.ts';

export interface KernelShape {
  size: readonly number[];
  inputs: number;
  outputs: number;
}

/**
 * How a layer computes: stage by stage, or with one dense kernel that is rebuilt from the factors at every
 * call.
 */
export const executions = ['factorised', 'reconstructed'] as const;
export type Execution = (typeof executions)[number];

/** How large a compressed kernel may be: a rank, or the share of the dense kernel’s parameters to keep. */
export type Budget = { rank: number } | { keep: number };

export interface RankMeaning {
  /** The singular values that the rank cuts: of each kernel, or of the unfolding of all. */
  spectrum: 'kernels' | 'unfolding';
  /** exact: what is kept is the best that rank can do; bound: at most that; none: the rank cuts something else. */
  kept: 'exact' | 'bound' | 'none';
}

export interface KernelFormat {
  id: string;
  label: string;
  /** One paragraph for a reader who knows what a convolution is. */
  explanation: string;
  source: string;
  /** Whether the format has a rank to choose. */
  ranked: boolean;
  /** How it is meant to be computed; every format but the classical one can also do the other. */
  execution: Execution;
  /** The rank that can represent every dense kernel; a larger one only wastes parameters. */
  maxRank(shape: KernelShape): number;
  /**
   * The stages of the factorised convolution, in the order in which they are applied. Their parameters never
   * become fewer at a higher rank.
   */
  stages(shape: KernelShape, rank: number): readonly Stage[];
  /**
   * Whether the initial weights of all stages have one standard deviation; else each stage keeps the
   * variance of its signal by itself.
   */
  evenFactors?: boolean;
  /** Which singular values the rank cuts; `ways` is 2 or 3. */
  rankMeaning(ways: number): RankMeaning;
  /** The filters of its stages are the terms of every kernel, so that they can be shown as they are. */
  storesTerms?: boolean;
  /** Its mark in charts, by Plotly's name and as a path in a square of 12. */
  mark: { symbol: string; path: string };
  /** One of Okabe and Ito's colours, moved until it has three times the contrast of its background. */
  colour: { light: string; dark: string };
}

export const denseParameters = (shape: KernelShape): number =>
  shape.inputs * shape.outputs * product(shape.size);

/** Stored kernel parameters, without bias. */
export const formatParameters = (format: KernelFormat, shape: KernelShape, rank: number): number =>
  parametersOf(format.stages(shape, rank));

/** The unfolding of a dense kernel after its first `axes` axes and the input channels: its largest rank. */
export const unfoldingRank = ({ size, inputs, outputs }: KernelShape, axes: number): number =>
  Math.min(inputs * product(size.slice(0, axes)), outputs * product(size.slice(axes)));

export interface ResolvedRank {
  rank: number;
  /** What the user should know: the rank is not what was asked for, or it costs more than it saves. */
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
  const dense = denseParameters(shape);
  const kept = (rank: number): number => formatParameters(format, shape, rank) / dense;
  const warned = (rank: number, notes: readonly string[]): ResolvedRank => {
    const more = kept(rank) > 1 && format.id !== 'classical';
    const all = more
      ? [...notes, `It costs more than a dense kernel: ${percent(kept(rank))}.`]
      : notes;
    return all.length > 0 ? { rank, note: all.join(' ') } : { rank };
  };
  if (!format.ranked) {
    const misses = 'keep' in budget && format.id !== 'classical' && kept(full) > budget.keep;
    return warned(
      full,
      misses ? [`This format has no rank; it keeps ${percent(kept(full))} here.`] : [],
    );
  }
  if ('rank' in budget) {
    if (budget.rank <= full) return warned(budget.rank, []);
    return warned(full, [
      `Rank ${full} is already the full rank here; ${budget.rank} would only waste parameters.`,
    ]);
  }
  const allowed = budget.keep * (1 + 1e-12);
  const rank = largestWithin(allowed, full, kept);
  if (rank > 0) return { rank };
  return warned(1, [`The smallest rank keeps ${percent(kept(1))} here; less is not possible.`]);
}

/**
 * The largest rank from 1 to `full` that keeps no more than is allowed, or 0 if none does. Where no unfolding
 * limits the factors, the share kept is a₁R + a₂R² exactly, so that the rank follows from two counts and is
 * proved by two more; else by halving.
 */
function largestWithin(allowed: number, full: number, kept: (rank: number) => number): number {
  const a2 = kept(2) / 2 - kept(1);
  const a1 = kept(1) - a2;
  const root = (2 * allowed) / (a1 + Math.sqrt(a1 * a1 + 4 * a2 * allowed));
  const guess = Math.floor(root * (1 + 1e-9));
  const first = [guess, guess + 1, guess - 1];
  let [low, high] = [0, full];
  while (low < high) {
    const rank = first.find((r) => r > low && r <= high) ?? Math.ceil((low + high) / 2);
    if (kept(rank) <= allowed) low = rank;
    else high = rank - 1;
  }
  return low;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
