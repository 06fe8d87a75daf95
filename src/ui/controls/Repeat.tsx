import { useId, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { parseNumber } from '../../engine/experiment/numbers.ts';
import {
  countProblem,
  FEWEST_SEEDS,
  isWhole,
  MOST_SEEDS,
  openIn,
  seedsOf,
} from '../../engine/train/series.ts';
import { coresHere } from '../../worker/threads.ts';
import { canRepeat } from '../lab/actions.ts';
import { useActions } from '../lab/context.ts';
import { seriesOf } from '../lab/run/series.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { countOf } from '../shared/numbers.ts';
import { placeNear } from '../shared/place.ts';
import { useLab } from '../state.ts';
import { seedMs, timeText } from './repeatTime.ts';
import fields from './fields.module.css';
import popup from '../shared/popover.module.css';
import styles from './TrainBar.module.css';

const USUAL = '5';

/** Trains all networks again with other seeds; how many is asked first. */
export function Repeat() {
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const ready = useLab(canRepeat);
  const close = () => {
    popover.current?.hidePopover();
    // This button is disabled now, and that one pauses.
    document.getElementById('train')?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        data-testid="repeat"
        title="Trains all networks with several seeds, to see how much the errors scatter"
        popoverTarget="repeat-popover"
        disabled={!ready}
      >
        Repeat…
      </button>
      <div
        ref={popover}
        id="repeat-popover"
        popover="auto"
        className={`${popup.popover} ${styles.repeat}`}
        onToggle={({ newState }) => {
          if (newState === 'open' && popover.current && button.current) {
            placeNear(popover.current, button.current);
          }
        }}
      >
        {ready && <RepeatForm onStart={close} />}
      </div>
    </>
  );
}

function RepeatForm({ onStart }: { onStart: () => void }) {
  const { run } = useActions();
  const id = useId();
  const [text, setText] = useState(USUAL);
  const experiment = useLab((state) => state.experiment);
  const count = parseNumber(text.trim());
  const problem = countProblem(count, experiment);
  const { initSeed, shuffleSeed } = seedsOf(experiment);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== undefined) return;
        run.repeat(count);
        onStart();
      }}
    >
      <h2>Repeat with other seeds</h2>
      <p>
        {`Weights seed ${initSeed}, ${initSeed + 1}, … and order seed ${shuffleSeed}, ${shuffleSeed + 1}, …: all networks are trained once with each. The samples stay the same, so the scatter is that of the training alone.`}
      </p>
      <label className={styles.seeds} htmlFor={id}>
        <span>Seeds</span>
        <NumberInput
          id={id}
          text={text}
          onText={setText}
          min={FEWEST_SEEDS}
          max={MOST_SEEDS}
          step={1}
          errorId={problem === undefined ? undefined : `${id}-error`}
        />
      </label>
      {problem === undefined ? (
        <Outlook count={count} />
      ) : (
        <p className={fields.fieldError} id={`${id}-error`}>
          {problem}
        </p>
      )}
    </form>
  );
}

/** What is there already, how long the rest will take, and the button. */
function Outlook({ count }: { count: number }) {
  const { known, left } = useLab(
    useShallow((state) => {
      const series = seriesOf(state, count);
      return {
        known: series.done.filter(isWhole).length,
        left: openIn(series).length,
      };
    }),
  );
  const one = useLab((state) => seedMs(state, coresHere()));
  return (
    <>
      <p data-testid="repeat-time">
        {left === 0
          ? `${countOf(known, 'seed')} are there already: ask for more.`
          : `${known > 0 ? `${countOf(known, 'seed')} of them ${known === 1 ? 'is' : 'are'} there already. ` : ''}${timeText(left, one)}`}
      </p>
      <button type="submit" disabled={left === 0}>
        {known > 0 ? `Train ${countOf(left, 'more seed')}` : `Train ${countOf(count, 'seed')}`}
      </button>
    </>
  );
}
