import { beforeEach, expect, it } from 'vitest';
import {
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
  remember('x', 'truths', 'a', 0.2);
  remember('x', 'noted', 'n', 7);
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

it('reads what it wrote, and leaves out what nobody wrote', () => {
  const good = { ...noProgress, step: 1, guesses: { a: { choice: 2 } } };
  expect(readProgress(JSON.stringify({ good, bad: { step: 'one' }, worse: 7 }))).toEqual({ good });
  for (const text of [null, '', '[', '[]', '7', 'null', '{"a":null}'])
    expect(readProgress(text)).toEqual({});
});
