import type { KernelFormat } from '../format.ts';

export const classical = {
  id: 'classical',
  label: 'Classical (dense)',
  explanation:
    'Every pair of an input and an output channel has a full kernel of its own. This is the usual convolution and the reference for everything else.',
  source: 'LeCun et al. 1989',
  ranked: false,
  execution: 'factorised',
  maxRank: () => 1,
  stages: ({ size, inputs, outputs }) => [
    { kind: 'full', name: 'kernel', axes: size.map((_, i) => i), size, inputs, outputs },
  ],
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'none' }),
  mark: { symbol: 'circle', path: 'M6 2a4 4 0 1 1 0 8a4 4 0 1 1 0-8z' },
  colour: { light: '#16212c', dark: '#e6ebf1' },
} as const satisfies KernelFormat;
