import { unfoldingRank, type KernelFormat, type KernelShape } from '../format.ts';

/**
 * Channels before, between and after the one-way convolutions: S, M₁, …, M_{d−1}, T. All M are the rank R,
 * but never more than the unfolding of the dense kernel at that place allows.
 */
export const channelsBetween = (shape: KernelShape, rank: number): number[] => [
  shape.inputs,
  ...shape.size.slice(1).map((_, i) => Math.min(rank, unfoldingRank(shape, i + 1))),
  shape.outputs,
];

export const oneWay = {
  id: 'one-way',
  label: 'One-way',
  explanation:
    'A succession of convolutions along one axis each, with R channels between them and no activation in between. It saves parameters and, as nothing is rebuilt, the same share of the arithmetic.',
  source: 'Jaderberg et al. 2014 (scheme 2); trained from scratch: Tai et al. 2016',
  ranked: true,
  execution: 'factorised',
  maxRank: (shape) => Math.max(...shape.size.slice(1).map((_, i) => unfoldingRank(shape, i + 1))),
  stages: (shape, rank) => {
    const channels = channelsBetween(shape, rank);
    return shape.size.map((k, axis) => ({
      kind: 'full',
      name: `filter_${axis + 1}`,
      axes: [axis],
      size: [k],
      inputs: channels[axis],
      outputs: channels[axis + 1],
    }));
  },
  // For 3-way kernels a second unfolding is cut too.
  rankMeaning: (ways) => ({ spectrum: 'unfolding', kept: ways === 2 ? 'exact' : 'bound' }),
  mark: { symbol: 'diamond', path: 'M6 1l5 5l-5 5l-5-5z' },
  colour: { light: '#0068a8', dark: '#5f9ff0' },
} as const satisfies KernelFormat;
