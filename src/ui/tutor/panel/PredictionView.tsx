import { useEffect, useId, useState, type ComponentType, type SubmitEvent } from 'react';
import { useHidden } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import type { Block, Prediction } from '../format/lesson.ts';
import { truthOf } from '../judging.ts';
import { remember, setGuess, useProgressOf, type Guess } from '../progress.ts';
import { useSession } from '../session.ts';
import { useLookUpIn } from '../useLookUp.ts';
import { styles } from '../values/styles.ts';
import { Answer } from './Answer.tsx';
import { Inlines } from './Inlines.tsx';
import { readNumber } from './readNumber.ts';
import css from './lesson.module.css';

interface PredictionViewProps {
  prediction: Prediction;
  /** Handed in: blocks hold predictions, and these the blocks of their question. */
  Blocks: ComponentType<{ blocks: readonly Block[] }>;
}

/** A question; once there is a guess, the guess beside what was measured. */
export function PredictionView({ prediction, Blocks }: PredictionViewProps) {
  const name = useSession((state) => state.name);
  const guess = useProgressOf(name).guesses[prediction.id] as Guess | undefined;
  return (
    <div className={css.prediction} data-testid="prediction">
      <h3 className={css.predictionTitle}>
        {guess === undefined ? 'What do you expect?' : 'Your prediction'}
      </h3>
      <Blocks blocks={prediction.question} />
      {guess === undefined ? (
        <Question prediction={prediction} name={name} />
      ) : (
        <Settled prediction={prediction} name={name} guess={guess} />
      )}
    </div>
  );
}

function Settled({ prediction, name, guess }: Omit<QuestionProps, 'label'> & { guess: Guess }) {
  const known = useProgressOf(name).truths[prediction.id] as number | undefined;
  const lookUpIn = useLookUpIn();
  const measured = useLab((state) => truthOf(prediction, lookUpIn(state)));
  const secret = useHidden('answers');
  useEffect(() => {
    if (measured !== undefined) remember(name, 'truths', prediction.id, measured);
  }, [name, prediction.id, measured]);
  return <Answer {...{ prediction, guess, secret }} truth={measured ?? known} />;
}

interface QuestionProps {
  prediction: Prediction;
  name: string;
}

function Question({ prediction, name }: QuestionProps) {
  const [text, setText] = useState('');
  const [choice, setChoice] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const field = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (prediction.kind === 'choice') {
      if (choice === undefined) setProblem('Choose one of the answers, or press Not sure yet.');
      else setGuess(name, prediction.id, { choice });
      return;
    }
    const number = readNumber(text);
    if (number === undefined) setProblem('Type a number, or press Not sure yet.');
    else setGuess(name, prediction.id, { number: number * styles[prediction.style].factor });
  };
  return (
    <form onSubmit={submit} noValidate>
      {prediction.kind === 'choice' ? (
        <fieldset className={css.choices}>
          <legend className="visually-hidden">Answers</legend>
          {prediction.choices.map(({ children }, index) => (
            <label key={index}>
              <input
                type="radio"
                name={field}
                checked={choice === index}
                onChange={() => setChoice(index)}
              />
              <span>
                <Inlines nodes={children} />
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <p className={css.guess}>
          <label htmlFor={field}>Your guess</label>
          <input
            id={field}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            aria-invalid={problem !== undefined}
            aria-describedby={`${field}-problem`}
            onChange={({ target }) => setText(target.value)}
          />
          <span>{styles[prediction.style].unit}</span>
        </p>
      )}
      <p id={`${field}-problem`} className={css.problem} role="alert">
        {problem}
      </p>
      <p className={css.buttons}>
        <button type="submit" className={css.primary}>
          Give my guess
        </button>
        <button type="button" onClick={() => setGuess(name, prediction.id, { unsure: true })}>
          Not sure yet
        </button>
      </p>
    </form>
  );
}
