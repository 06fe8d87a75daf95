import { expect, it } from 'vitest';
import { parseLesson } from './format/parse.ts';
import { noProgress } from './progress.ts';
import { resultsOf, tableOf } from './results.ts';

const source = `---
title: T
minutes: 5
level: beginner
summary: S.
---
## One
:::predict{id="n" truth="error.b" as="percent" factor="1.5"}
How *large*?
:::

## Two
:::predict{id="c"}
Who?

- :if[error.b < error.a] B
- :if[otherwise] A
:::

:::predict{id="open" truth="error.a" factor="2"}
And then?
:::
`;

const parsed = parseLesson(source);
const lesson = 'lesson' in parsed ? parsed.lesson : undefined;

it('lists every question with what was guessed, measured and made of it', () => {
  const progress = {
    ...noProgress,
    guesses: { n: { number: 0.1 }, c: { unsure: true as const } },
    truths: { n: 0.2, c: 0, open: 0.3 },
  };
  expect(resultsOf(lesson!, progress, false)).toEqual([
    {
      page: 'One',
      question: 'How large?',
      guess: '10.0\u202f%',
      measured: '20.0\u202f%',
      judgement: 'close',
    },
    { page: 'Two', question: 'Who?', guess: 'not sure yet', measured: 'B', judgement: 'unsure' },
    // Without a guess, the answer stays covered.
    { page: 'Two', question: 'And then?', guess: '', measured: '', judgement: '' },
  ]);
  expect(tableOf('Ada', lesson!, progress, false)[1]).toMatchObject({ name: 'Ada', lesson: 'T' });
  // Nor is it told where the link hides answers.
  expect(tableOf('Ada', lesson!, progress, true)[0]).toMatchObject({
    guess: '10.0\u202f%',
    measured: '',
    judgement: '',
  });
});
