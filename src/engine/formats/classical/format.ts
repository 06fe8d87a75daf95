import { denseParameters, type KernelFormat } from '../format.ts';

export const classical = {
  id: 'classical',
  label: 'Classical (dense)',
  explanation:
    'Every pair of an input and an output channel has a full kernel of its own. This is the usual convolution and the reference for everything else.',
  source: 'LeCun et al. 1989',
  ranked: false,
  maxRank: () => 1,
  parameters: denseParameters,
  macsPerPosition: denseParameters,
  macsPerCall: () => 0,
} as const satisfies KernelFormat;
