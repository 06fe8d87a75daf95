import { expect, it } from 'vitest';
import { coveredBy, unanswered } from './covering.ts';
import type { Lesson } from './format/lesson.ts';
import { parseLesson } from './format/parse.ts';
import { neededBy } from './needed.ts';

const source = `---
title: T
minutes: 5
level: beginner
summary: S.
---
## One
::tab{open="kernels"}
::point{at="setting:b.rank"}
::point{at="table"}

:::predict{id="one" truth="error.b" factor="2" cover="errors"}
?
:::

:::predict{id="two" truth="parameters.b" factor="2" cover="counts, curves"}
?
:::

::wait[Do.]{for="setting" key="training.steps"}
`;

const [step] = (parseLesson(source) as { lesson: Lesson }).lesson.steps;

it('covers what the predictions without a guess cover', () => {
  const covered = (guesses: Parameters<typeof coveredBy>[1]['guesses']) => [
    ...coveredBy(step, { guesses }),
  ];
  expect(covered({})).toEqual(['errors', 'counts', 'curves']);
  expect(covered({ one: { number: 1 } })).toEqual(['counts', 'curves']);
  expect(covered({ one: { unsure: true }, two: { number: 1 } })).toEqual([]);
  expect(unanswered(step, { guesses: { two: { number: 1 } } }).map(({ id }) => id)).toEqual([
    'one',
  ]);
});

it('covers for a prediction of a later page until that has a guess', () => {
  const text = source.replace(
    '## One',
    '::cover{what="errors verdict" until="one"}\n\nFirst.\n\n## One',
  );
  const [first] = (parseLesson(text) as { lesson: Lesson }).lesson.steps;
  expect([...coveredBy(first, { guesses: {} })]).toEqual(['errors', 'verdict']);
  expect([...coveredBy(first, { guesses: { two: { unsure: true } } })]).toHaveLength(2);
  expect([...coveredBy(first, { guesses: { one: { unsure: true } } })]).toEqual([]);
});

it('needs of the lab what a page opens, points at and waits for', () => {
  expect([...neededBy(step)].toSorted()).toEqual(['kernels', 'networks', 'overview', 'training']);
});
