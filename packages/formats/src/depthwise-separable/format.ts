import type { KernelFormat } from '../format.ts';

export const depthwiseSeparable = {
  id: 'depthwise-separable',
  label: 'Depthwise separable',
  explanation:
    'One full kernel per input channel, then a 1×1 convolution that mixes the channels. It has no rank to choose and represents only part of all dense layers.',
  source: 'Howard et al. 2017 (MobileNet)',
  ranked: false,
  execution: 'factorised',
  maxRank: () => 1,
  stages: ({ size, inputs, outputs }) => [
    {
      kind: 'depthwise',
      name: 'depthwise',
      axes: size.map((_, i) => i),
      size,
      inputs,
      outputs: inputs,
    },
    { kind: 'full', name: 'pointwise', axes: [], size: [], inputs, outputs },
  ],
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'none' }),
  mark: {
    symbol: 'x',
    path: 'M6 4.2L8.7 1.5l1.8 1.8L7.8 6l2.7 2.7l-1.8 1.8L6 7.8l-2.7 2.7l-1.8-1.8L4.2 6L1.5 3.3l1.8-1.8z',
  },
  colour: { light: '#6b55c9', dark: '#b8a9ff' },
} as const satisfies KernelFormat;
