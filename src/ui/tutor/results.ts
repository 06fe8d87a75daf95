/** What the reader of a lesson has guessed and measured, as rows of a table. */
import type { Row } from '../../engine/files/table.ts';
import { predictionsOf } from './covering.ts';
import type { Block, Inline, Lesson, Prediction } from './format/lesson.ts';
import { judge } from './judging.ts';
import type { Guess, Progress } from './progress.ts';
import { styles } from './values/styles.ts';

/** Without numbers from the lab. */
export const plainText = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if ('children' in node) return plainText(node.children);
      return 'text' in node ? node.text : '…';
    })
    .join('')
    .trim();

const textOf = (block: Block): string =>
  block.type === 'paragraph' || block.type === 'heading' ? plainText(block.children) : '';

export const questionText = ({ question }: Prediction): string =>
  question.map(textOf).join(' ').trim();

function words(prediction: Prediction, value: number): string {
  if (prediction.kind === 'number') return styles[prediction.style].format(value);
  const choice = prediction.choices.at(value);
  return choice && value >= 0 ? plainText(choice.children) : 'none of the answers';
}

export function guessText(prediction: Prediction, guess: Guess | undefined): string {
  if (guess === undefined) return '';
  if ('unsure' in guess) return 'not sure yet';
  return words(prediction, 'number' in guess ? guess.number : guess.choice);
}

export interface ResultRow {
  page: string;
  question: string;
  guess: string;
  measured: string;
  judgement: string;
}

/** Of a lesson whose answers are `secret`, only what was guessed. */
export function resultsOf(
  lesson: Lesson,
  { guesses, truths }: Progress,
  secret: boolean,
): ResultRow[] {
  return lesson.steps.flatMap((step) =>
    predictionsOf(step).map((prediction) => {
      const guess = guesses[prediction.id] as Guess | undefined;
      const truth = secret ? undefined : (truths[prediction.id] as number | undefined);
      return {
        page: step.title,
        question: questionText(prediction),
        guess: guessText(prediction, guess),
        measured: guess === undefined || truth === undefined ? '' : words(prediction, truth),
        judgement:
          guess === undefined || truth === undefined ? '' : judge(prediction, guess, truth),
      };
    }),
  );
}

/** For a spreadsheet: whose results they are stands in every row, so that those of a class can be put together. */
export const tableOf = (name: string, lesson: Lesson, progress: Progress, secret: boolean): Row[] =>
  resultsOf(lesson, progress, secret).map((row) => ({ name, lesson: lesson.title, ...row }));
