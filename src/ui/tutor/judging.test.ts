import { expect, it } from 'vitest';
import type { Prediction } from './format/lesson.ts';
import { parseLesson } from './format/parse.ts';
import { judge, truthOf } from './judging.ts';
import type { Value } from './values/expression.ts';

const HEAD = '---\ntitle: T\nminutes: 5\nlevel: beginner\nsummary: S.\n---\n';

function predictionOf(text: string): Prediction {
  const parsed = parseLesson(HEAD + text);
  const [block] = 'lesson' in parsed ? parsed.lesson.steps[0].blocks : [];
  if (block?.type !== 'prediction') throw new Error('no prediction');
  return block;
}

const from = (known: Record<string, Value>) => (name: string) => known[name];

it('measures a number, and judges a guess within a factor', () => {
  const asked = predictionOf(
    ':::predict{id="x" truth="error.b / error.a" factor="1.5"}\nHow?\n:::',
  );
  expect(truthOf(asked, from({ 'error.b': 0.2 }))).toBeUndefined();
  const truth = truthOf(asked, from({ 'error.b': 0.2, 'error.a': 0.1 }))!;
  expect(truth).toBe(2);
  const verdicts = [1.3, 3, 3.1, 4.6, -1, 0].map((number) => judge(asked, { number }, truth));
  expect(verdicts).toEqual(['close', 'right', 'close', 'wrong', 'wrong', 'wrong']);
  expect(judge(asked, { unsure: true }, truth)).toBe('unsure');
});

it('judges a guess within a difference', () => {
  const asked = predictionOf(':::predict{id="x" truth="error.b" within="0.05"}\nHow?\n:::');
  const verdicts = [0.15, 0.2, 0.05, 0.3].map((number) => judge(asked, { number }, 0.1));
  expect(verdicts).toEqual(['right', 'close', 'right', 'wrong']);
});

it('finds the choice that is true, once all before it are known', () => {
  const asked = predictionOf(
    ':::predict{id="x"}\nWho?\n\n- :if[error.b < error.a] B\n- :if[error.c < error.a] C\n:::',
  );
  expect(truthOf(asked, from({ 'error.c': 0.1, 'error.a': 0.2 }))).toBeUndefined();
  const known = { 'error.a': 0.2, 'error.b': 0.3 };
  expect(truthOf(asked, from({ ...known, 'error.c': 0.1 }))).toBe(1);
  expect(truthOf(asked, from({ ...known, 'error.c': 0.3 }))).toBe(-1);
  expect(judge(asked, { choice: 1 }, 1)).toBe('right');
  expect(judge(asked, { choice: 0 }, 1)).toBe('wrong');
});
