import { product, type KernelFormat, type KernelShape } from '../format.ts';

/**
 * Channels before, between and after the one-way convolutions: S, M₁, …, M_{d−1}, T. All M are the rank R,
 * but never more than the unfolding of the dense kernel at that place allows.
 */
export function channelsBetween({ size, inputs, outputs }: KernelShape, rank: number): number[] {
  const between = size.slice(1).map((_, i) => {
    const before = inputs * product(size.slice(0, i + 1));
    const after = outputs * product(size.slice(i + 1));
    return Math.min(rank, before, after);
  });
  return [inputs, ...between, outputs];
}

const parameters = (shape: KernelShape, rank: number): number => {
  const channels = channelsBetween(shape, rank);
  return shape.size.reduce((total, k, i) => total + k * channels[i] * channels[i + 1], 0);
};

export const oneWay = {
  id: 'one-way',
  label: 'One-way',
  explanation:
    'A succession of convolutions along one axis each, with R channels between them and no activation in between. It saves parameters and, as nothing is rebuilt, the same share of the arithmetic.',
  source: 'Jaderberg et al. 2014 (scheme 2); trained from scratch: Tai et al. 2016',
  ranked: true,
  maxRank: ({ size, inputs, outputs }) =>
    Math.max(
      ...size
        .slice(1)
        .map((_, i) =>
          Math.min(inputs * product(size.slice(0, i + 1)), outputs * product(size.slice(i + 1))),
        ),
    ),
  parameters,
  macsPerPosition: parameters,
  macsPerCall: () => 0,
} as const satisfies KernelFormat;
