import { expect, it } from 'vitest';
import { predictionsOf, type Guesses } from './reports.ts';

it('new predictions are told once, in the words of the interface', () => {
  const none: Guesses = {};
  const first: Guesses = { tour: { guesses: { ratio: { number: 1.5 } } } };
  expect(predictionsOf(first, none)).toEqual([
    { type: 'prediction', lesson: 'tour', question: 'ratio', guess: 1.5 },
  ]);
  const { guesses } = first.tour;
  const second: Guesses = {
    tour: { guesses: { ...guesses, who: { choice: 0 }, more: { unsure: true as const } } },
  };
  expect(predictionsOf(second, first)).toEqual([
    { type: 'prediction', lesson: 'tour', question: 'who', guess: 0 },
    { type: 'prediction', lesson: 'tour', question: 'more', guess: null },
  ]);
  expect(predictionsOf(second, second)).toEqual([]);
  expect(predictionsOf({ tour: { guesses: second.tour.guesses } }, second)).toEqual([]);
});
