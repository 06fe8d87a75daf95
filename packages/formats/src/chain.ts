/** The stages of a format as the backend's chain of convolutions, where it has one that can do them. */
import { chains, type ChainStage } from 'slimwave-kernels/chain';
import type { ConvolutionOptions } from './convolve.ts';
import { isWeighted, type Stage } from './stage.ts';

/** By the stages and the number of axes: the backend knows a chain by its list of stages. */
const known = new WeakMap<readonly Stage[], readonly ChainStage[]>();

function chainStages(stages: readonly Stage[], ways: number): readonly ChainStage[] {
  const old = known.get(stages);
  if (old) return old;
  const chain = stages.filter(isWeighted).map(({ kind, axes, size, inputs, outputs }) => ({
    kind,
    size: Array.from({ length: ways }, (_, axis) => size[axes.indexOf(axis)] ?? 1),
    inputs,
    outputs,
  }));
  known.set(stages, chain);
  return chain;
}

/** For an input of this shape; undefined for a single stage, sums without weights, a stride, paddings other than zeros, and signals too large for it. */
export function chainOf(
  stages: readonly Stage[],
  { stride, padding }: ConvolutionOptions,
  shape: readonly number[],
): readonly ChainStage[] | undefined {
  if (stages.length < 2 || stride !== 1 || !stages.every(isWeighted)) return undefined;
  if (!padding.every((kind) => kind === 'zero')) return undefined;
  const chain = chainStages(stages, padding.length);
  return chains(chain, shape) ? chain : undefined;
}
