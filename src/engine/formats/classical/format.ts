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
} as const satisfies KernelFormat;
