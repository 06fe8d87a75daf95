import type { NetworkId } from '../../engine/experiment/network.ts';

/** What marks a network's points, for readers who can't rely on its colour: in a chart, and as a path in 8 × 8. */
export const networkMarks = {
  a: { symbol: 'circle', path: 'M4 1a3 3 0 1 0 0 6a3 3 0 1 0 0-6Z' },
  b: { symbol: 'square', path: 'M1 1H7V7H1Z' },
  c: { symbol: 'diamond', path: 'M4 0.4L7.6 4L4 7.6L0.4 4Z' },
  d: { symbol: 'triangle-up', path: 'M4 0.8L7.6 7H0.4Z' },
} as const satisfies Readonly<Record<NetworkId, { symbol: string; path: string }>>;
