import type { CSSProperties } from 'react';
import type { Prediction } from '../format/lesson.ts';
import { judge, type Judgement } from '../judging.ts';
import type { Guess } from '../progress.ts';
import { formatValue, Inlines } from './Inlines.tsx';
import css from './lesson.module.css';

interface AnswerProps {
  prediction: Prediction;
  guess: Guess;
  /** Undefined as long as it isn’t measured, or may not be shown. */
  truth: number | undefined;
}

const words: Readonly<Record<Judgement, string>> = {
  right: 'Your guess was right.',
  close: 'Your guess was close.',
  wrong: 'Your guess was off: that is where there is something to learn.',
  unsure: 'You were not sure. Now you know.',
};

/** The guess, and beside it what was measured. */
export const Answer = ({ prediction, guess, truth }: AnswerProps) => (
  <div className={css.answer}>
    {prediction.kind === 'number' ? (
      <Bars {...{ prediction, guess, truth }} />
    ) : (
      <Choices {...{ prediction, guess, truth }} />
    )}
  </div>
);

/** What the guess was worth, in words. */
export function Verdict({ prediction, guess, truth, secret }: AnswerProps & { secret: boolean }) {
  if (secret) return <span>Your guess is noted.</span>;
  if (truth === undefined) return <span>Noted. The truth is measured by what you do next.</span>;
  return <strong data-testid="judgement">{words[judge(prediction, guess, truth)]}</strong>;
}

interface PartProps<Kind extends Prediction['kind']> {
  prediction: Extract<Prediction, { kind: Kind }>;
  guess: Guess;
  truth: number | undefined;
}

/** Two bars from zero on the same scale. */
function Bars({ prediction, guess, truth }: PartProps<'number'>) {
  const guessed = 'number' in guess ? guess.number : undefined;
  const rows = [
    { title: 'Your guess', value: guessed, none: 'not sure yet' },
    { title: 'Measured', value: truth, none: 'not yet' },
  ];
  const largest = Math.max(...rows.map(({ value }) => Math.abs(value ?? 0)), Number.MIN_VALUE);
  return (
    <dl className={css.bars}>
      {rows.map(({ title, value, none }, index) => (
        <div key={title} className={css.barRow}>
          <dt>{title}</dt>
          <dd>
            <span
              className={css.bar}
              data-measured={index === 1 || undefined}
              style={{ '--share': Math.max(0, value ?? 0) / largest } as CSSProperties}
              aria-hidden="true"
            />
            <span translate="no">
              {value === undefined ? none : formatValue(value, prediction.style)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Choices({ prediction, guess, truth }: PartProps<'choice'>) {
  const guessed = 'choice' in guess ? guess.choice : undefined;
  return (
    <>
      <ul className={css.answers}>
        {prediction.choices.map(({ children }, index) => (
          <li key={index} data-measured={truth === index || undefined}>
            <span>
              <Inlines nodes={children} />
            </span>
            {guessed === index && <em> your guess</em>}
            {truth === index && <strong> measured</strong>}
          </li>
        ))}
      </ul>
      {truth === -1 && <p>None of the answers is what was measured.</p>}
    </>
  );
}
