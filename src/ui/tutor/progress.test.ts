import { beforeEach, expect, it } from 'vitest';
import {
  keepValues,
  noProgress,
  progressOf,
  readProgress,
  remember,
  setGuess,
  setProgress,
  useProgress,
} from './progress.ts';

beforeEach(() => useProgress.setState({ lessons: {} }));

it('works without storage, which there is none of here', () => {
  expect(progressOf('x')).toEqual(noProgress);
  setProgress('x', { step: 2, furthest: 3 });
  setGuess('x', 'a', { number: 0.1 });
  setGuess('x', 'b', { unsure: true });
  remember('x', 'truths', 'a', 0.2, false);
  remember('x', 'noted', 'n', 7, false);
  expect(progressOf('x')).toEqual({
    ...noProgress,
    step: 2,
    furthest: 3,
    guesses: { a: { number: 0.1 }, b: { unsure: true } },
    truths: { a: 0.2 },
    noted: { n: 7 },
  });
  expect(progressOf('y')).toEqual(noProgress);
});

it('keeps what was measured first, except of a moment, and the numbers of an explanation', () => {
  for (const found of [0.2, 0.3]) {
    remember('x', 'truths', 'a', found, false);
    remember('x', 'truths', 'b', found, true);
  }
  expect(progressOf('x').truths).toEqual({ a: 0.2, b: 0.3 });
  keepValues('x', 'a', { 'error.a': 0.2 });
  keepValues('x', 'a', { 'error.a': 0.3, 'error.b': 0.4 });
  expect(progressOf('x').kept).toEqual({ a: { 'error.a': 0.2, 'error.b': 0.4 } });
  // What an earlier version has kept had no such numbers.
  const { kept: _, ...before } = noProgress;
  expect(readProgress(JSON.stringify({ before }))).toEqual({ before: noProgress });
});

it('reads what it wrote, and leaves out what nobody wrote', () => {
  const good = { ...noProgress, step: 1, guesses: { a: { choice: 2 } } };
  expect(readProgress(JSON.stringify({ good, bad: { step: 'one' }, worse: 7 }))).toEqual({ good });
  for (const text of [null, '', '[', '[]', '7', 'null', '{"a":null}'])
    expect(readProgress(text)).toEqual({});
});
