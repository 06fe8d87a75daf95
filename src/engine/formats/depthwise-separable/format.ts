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
} as const satisfies KernelFormat;
