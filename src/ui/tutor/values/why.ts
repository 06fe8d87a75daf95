/** What the tab Why shows, and how many pairs of one-way filters a wave needs, for expressions of lessons. */
import { exactPropagator, rankNeeded } from '../../../engine/modes/exactKernel.ts';
import { TOLERANCE } from '../../why/rankStudy.ts';
import { shownRank, type WhyState } from '../../why/state.ts';

const found: Readonly<Record<string, (state: WhyState) => number>> = {
  'why-distance': ({ distance }) => distance,
  'why-modes': ({ modes }) => modes,
  'why-rank': shownRank,
  'why-error': (state) => state.propagator.relativeErrors[shownRank(state)],
};

export const whyQuantities: readonly string[] = Object.keys(found);

export const whyQuantity = (name: string, state: WhyState): number | undefined =>
  found[name]?.(state);

const MOST_MODES = 64;

/** Pairs for an error of 1 % over `distance` (sides of the square) on `modes` modes along each axis; NaN of anything else. */
export function pairsNeeded(...[distance, modes]: number[]): number {
  if (!Number.isFinite(distance) || !Number.isInteger(modes) || modes < 1 || modes > MOST_MODES) {
    return NaN;
  }
  const { relativeErrors } = exactPropagator({ modes, distance, points: modes + 2 });
  return rankNeeded(relativeErrors, TOLERANCE);
}
