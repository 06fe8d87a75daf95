import { expect, it } from 'vitest';
import { isKept, onPaper } from './kept.ts';

it('keeps what is of the lab', () => {
  expect(['error.a', 'setting.net.kernel', 'noted.x', 'guess.y', 'why-rank'].map(isKept)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('puts on paper what was measured for a guess, and nothing where the link hides answers', () => {
  const values = { 'error.b': 0.2 };
  const kept = { n: values };
  const guessed = { kept, guesses: { n: { unsure: true as const } } };
  expect(onPaper('n', { kept, guesses: {} }, false)).toEqual({ values: {}, live: false });
  expect(onPaper('n', guessed, false)).toEqual({ values, live: false });
  expect(onPaper('m', guessed, false)).toEqual({ values: {}, live: false });
  expect(onPaper('n', guessed, true)).toBeUndefined();
});
