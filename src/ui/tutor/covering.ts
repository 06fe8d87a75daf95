/** What the page that is open covers: as long as one of its predictions, or one that it prepares, has no guess. */
import { useEffect } from 'react';
import { useCovers, type Cover } from '../lessons/cover.ts';
import type { Prediction, Step } from './format/lesson.ts';
import type { Progress } from './progress.ts';

export const predictionsOf = ({ blocks }: Step): Prediction[] =>
  blocks.filter((block) => block.type === 'prediction');

/** The predictions of a page without a guess. */
export const unanswered = (step: Step, { guesses }: Pick<Progress, 'guesses'>): Prediction[] =>
  predictionsOf(step).filter(({ id }) => guesses[id] === undefined);

export const coveredBy = (step: Step, progress: Pick<Progress, 'guesses'>): ReadonlySet<Cover> =>
  new Set([
    ...unanswered(step, progress).flatMap(({ covers }) => covers),
    ...step.covers.flatMap(({ what, until }) =>
      progress.guesses[until] === undefined ? what : [],
    ),
  ]);

export function useCovering(step: Step, progress: Progress): void {
  useEffect(() => {
    useCovers.setState({ covered: coveredBy(step, progress) });
    return () => useCovers.setState({ covered: new Set() });
  }, [step, progress]);
}
