/** What was measured against what was guessed. */
import type { Prediction } from './format/lesson.ts';
import type { Guess } from './progress.ts';
import { evaluate, type Value } from './values/expression.ts';

type LookUp = (name: string) => Value | undefined;

/** The number, or which choice is the answer (0-based; −1 where none is); undefined as long as it isn’t known. */
export function truthOf(prediction: Prediction, lookUp: LookUp): number | undefined {
  if (prediction.kind === 'number') {
    const value = evaluate(prediction.truth, lookUp);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }
  for (const [index, { condition }] of prediction.choices.entries()) {
    const holds = evaluate(condition, lookUp);
    // The conditions after one that isn't known must wait: it may be the answer.
    if (holds === undefined) return undefined;
    if (holds === true) return index;
  }
  return -1;
}

export type Judgement = 'right' | 'close' | 'wrong' | 'unsure';

/** `close`: a number within twice the tolerance. */
export function judge(prediction: Prediction, guess: Guess, truth: number): Judgement {
  if ('unsure' in guess) return 'unsure';
  if (prediction.kind === 'choice') {
    return 'choice' in guess && guess.choice === truth ? 'right' : 'wrong';
  }
  if (!('number' in guess)) return 'wrong';
  const { tolerance } = prediction;
  // Either way, 1 is the edge of what counts as right.
  const distance =
    'within' in tolerance
      ? Math.abs(guess.number - truth) / tolerance.within
      : Math.abs(Math.log(guess.number / truth)) / Math.log(tolerance.factor);
  // 0.1 + 0.05 is more than 0.15, a little.
  const slack = 1 + 1e-9;
  if (distance <= slack) return 'right';
  return distance <= 2 * slack ? 'close' : 'wrong';
}
