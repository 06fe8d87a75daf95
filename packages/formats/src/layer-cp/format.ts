import { denseParameters, type KernelFormat } from '../format.ts';
import type { Stage } from '../stage.ts';

export const layerCp = {
  id: 'layer-cp',
  label: 'Layer CP',
  explanation:
    'The whole layer, channels included, is a sum of R products: a 1×1 convolution to R channels, a one-way filter per channel along each axis, and a 1×1 convolution to the outputs. Very few parameters and little arithmetic.',
  source: 'Lebedev et al. 2015',
  ranked: true,
  execution: 'factorised',
  // One term per fibre along the longest of all axes, those of the channels included.
  maxRank: (shape) => denseParameters(shape) / Math.max(shape.inputs, shape.outputs, ...shape.size),
  stages: ({ size, inputs, outputs }, rank) => [
    { kind: 'full', name: 'enter', axes: [], size: [], inputs, outputs: rank },
    ...size.map((k, axis): Stage => ({
      kind: 'depthwise',
      name: `filter_${axis + 1}`,
      axes: [axis],
      size: [k],
      inputs: rank,
      outputs: rank,
    })),
    { kind: 'full', name: 'leave', axes: [], size: [], inputs: rank, outputs },
  ],
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'bound' }),
  mark: { symbol: 'triangle-down', path: 'M6 10.5l5-8.5H1z' },
  colour: { light: '#007f5c', dark: '#2cc79a' },
} as const satisfies KernelFormat;
