import { unfoldingRank, type KernelFormat, type KernelShape } from '../format.ts';
import type { Stage } from '../stage.ts';
import { product } from 'slimwave-base/math';

/** What the bank's unfolding allows per input channel: its filters against everything after them. */
const bankRank = ({ size: [k, ...rest], outputs }: KernelShape): number =>
  Math.min(k, outputs * product(rest));

/** Channels after the first axis, R per input channel, and between the following ones. */
function channelsBetween(shape: KernelShape, rank: number): number[] {
  const first = shape.inputs * Math.min(rank, bankRank(shape));
  const inner = shape.size
    .slice(2)
    .map((_, i) => Math.min(shape.inputs * rank, unfoldingRank(shape, i + 2)));
  return [shape.inputs, first, ...inner, shape.outputs];
}

export const oneWayBank = {
  id: 'one-way-bank',
  label: 'One-way bank',
  explanation:
    'A bank of R one-way filters per input channel along the first axis, shared by all output channels (depthwise), then one-way convolutions along the other axes that mix the channels.',
  source:
    'After Jaderberg et al. 2014 (scheme 1) and Denton et al. 2014, with the bank on the input side',
  ranked: true,
  execution: 'factorised',
  maxRank: (shape) =>
    Math.max(
      bankRank(shape),
      ...shape.size.slice(2).map((_, i) => Math.ceil(unfoldingRank(shape, i + 2) / shape.inputs)),
    ),
  stages: (shape, rank) => {
    const channels = channelsBetween(shape, rank);
    return shape.size.map((k, axis): Stage => ({
      kind: axis === 0 ? 'depthwise' : 'full',
      name: axis === 0 ? 'bank' : `filter_${axis + 1}`,
      axes: [axis],
      size: [k],
      inputs: channels[axis],
      outputs: channels[axis + 1],
    }));
  },
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'none' }),
  mark: { symbol: 'triangle-up', path: 'M6 1.5l5 8.5H1z' },
  colour: { light: '#2a8fc7', dark: '#8ed2f5' },
} as const satisfies KernelFormat;
