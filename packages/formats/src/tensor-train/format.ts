import { unfoldingRank, type KernelFormat, type KernelShape } from '../format.ts';

/** r₁ … r_{d+1}: the rank R, but never more than the unfolding of the dense kernel there allows. */
export const trainRanks = (shape: KernelShape, rank: number): number[] =>
  Array.from({ length: shape.size.length + 1 }, (_, axes) =>
    Math.min(rank, unfoldingRank(shape, axes)),
  );

export const tensorTrain = {
  id: 'tensor-train',
  label: 'Tensor train',
  explanation:
    'A 1×1 convolution to at most R channels, full one-way convolutions along each axis among R channels, and a 1×1 convolution to the outputs.',
  source: 'Oseledets 2011; for convolutions Garipov et al. 2016',
  ranked: true,
  execution: 'factorised',
  maxRank: (shape) => Math.max(...trainRanks(shape, Infinity)),
  stages: (shape, rank) => {
    const ranks = trainRanks(shape, rank);
    const { inputs, outputs } = shape;
    return [
      { kind: 'full', name: 'enter', axes: [], size: [], inputs, outputs: ranks[0] },
      ...shape.size.map((k, axis) => ({
        kind: 'full' as const,
        name: `filter_${axis + 1}`,
        axes: [axis],
        size: [k],
        inputs: ranks[axis],
        outputs: ranks[axis + 1],
      })),
      { kind: 'full', name: 'leave', axes: [], size: [], inputs: ranks.at(-1)!, outputs },
    ];
  },
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'bound' }),
  mark: {
    symbol: 'star',
    path: 'M6 .8l1.4 3.6l3.8.2l-3 2.4l1 3.8L6 8.7l-3.2 2.1l1-3.8l-3-2.4l3.8-.2z',
  },
  colour: { light: '#a86f00', dark: '#e69f00' },
} as const satisfies KernelFormat;
