import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type SubmitEvent,
} from 'react';
import { useActions } from '../../lab/context.ts';
import { useHidden } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import type { Block, Prediction } from '../format/lesson.ts';
import { truthOf } from '../judging.ts';
import { expressionsOf, isMomentary, pageMissing } from '../measuring.ts';
import { remember, setGuess, useProgressOf, type Guess } from '../progress.ts';
import { openStep, useSession } from '../session.ts';
import { useLookUpIn } from '../useLookUp.ts';
import { useCounts } from '../useMeasuring.ts';
import { namesIn } from '../values/expression.ts';
import { styles } from '../values/styles.ts';
import { Answer, Verdict } from './Answer.tsx';
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
  const truth = useTruth(prediction);
  const secret = useHidden('answers');
  const title = useRef<HTMLHeadingElement>(null);
  const [asked] = useState(guess === undefined);
  const settled = asked && guess !== undefined;
  // The button that had the focus is gone.
  useEffect(() => {
    if (settled) title.current?.focus({ preventScroll: true });
  }, [settled]);
  return (
    <div className={css.prediction} data-testid="prediction">
      <h3 className={css.predictionTitle} ref={title} tabIndex={-1}>
        {guess === undefined ? 'What do you expect?' : 'Your prediction'}
      </h3>
      <Blocks blocks={prediction.question} />
      {guess === undefined ? (
        <Question prediction={prediction} name={name} />
      ) : (
        <Answer {...{ prediction, guess }} truth={secret ? undefined : truth} />
      )}
      {/* Always there: what appears together with its words is not read out. */}
      <output>{guess && <Verdict {...{ prediction, guess, truth, secret }} />}</output>
      {truth === undefined && <Missing prediction={prediction} />}
    </div>
  );
}

/** What was measured of the page’s own experiment, from the first time on. */
function useTruth(prediction: Prediction): number | undefined {
  const name = useSession((state) => state.name);
  const known = useProgressOf(name).truths[prediction.id] as number | undefined;
  const lookUpIn = useLookUpIn();
  const measured = useLab((state) => truthOf(prediction, lookUpIn(state)));
  const names = useMemo(() => expressionsOf(prediction).flatMap(namesIn), [prediction]);
  const counts = useCounts(names);
  useEffect(() => {
    if (counts && measured !== undefined)
      remember(name, 'truths', prediction.id, measured, isMomentary(names));
  }, [name, prediction.id, measured, counts, names]);
  return known;
}

/** Names the page that was skipped, if the answer needs what is measured there. */
function Missing({ prediction }: { prediction: Prediction }) {
  const lab = useActions();
  const name = useSession((state) => state.name);
  const lesson = useSession((state) => state.lesson);
  const { noted, step } = useProgressOf(name);
  const names = expressionsOf(prediction).flatMap(namesIn);
  const page = lesson && pageMissing(names, noted, lesson);
  if (!lesson || page === undefined || page >= step) return null;
  return (
    <div className={css.missing} data-testid="missing">
      <p>{`The answer needs the run of page ${page + 1}, “${lesson.steps[page].title}”, which is missing.`}</p>
      <button type="button" onClick={() => openStep(lab, page)}>
        {`Go to page ${page + 1}`}
      </button>
    </div>
  );
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
