import type { KernelFormat, KernelShape } from '../format.ts';
import { product } from 'slimwave-base/math';

/** R₃ and R₄: the rank R, but never more than the unfolding along that channel axis allows. */
export function tuckerRanks(
  { size, inputs, outputs }: KernelShape,
  rank: number,
): [number, number] {
  const k = product(size);
  return [Math.min(rank, inputs, k * outputs), Math.min(rank, outputs, k * inputs)];
}

export const tucker2 = {
  id: 'tucker-2',
  label: 'Tucker-2',
  explanation:
    'A 1×1 convolution to at most R channels, a small dense convolution among these, and a 1×1 convolution to the outputs. It compresses the channels and leaves the kernels whole.',
  source: 'Kim et al. 2016',
  ranked: true,
  execution: 'factorised',
  maxRank: (shape) => Math.max(...tuckerRanks(shape, Infinity)),
  stages: (shape, rank) => {
    const { size, inputs, outputs } = shape;
    const [enter, leave] = tuckerRanks(shape, rank);
    const axes = size.map((_, i) => i);
    return [
      { kind: 'full', name: 'enter', axes: [], size: [], inputs, outputs: enter },
      { kind: 'full', name: 'core', axes, size, inputs: enter, outputs: leave },
      { kind: 'full', name: 'leave', axes: [], size: [], inputs: leave, outputs },
    ];
  },
  rankMeaning: () => ({ spectrum: 'unfolding', kept: 'none' }),
  mark: { symbol: 'cross', path: 'M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z' },
  colour: { light: '#a8467f', dark: '#e79ac6' },
} as const satisfies KernelFormat;
