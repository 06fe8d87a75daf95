import { useState } from 'react';
import { NumberInput } from '../shared/NumberInput.tsx';
import { joinInterval, splitInterval } from './itemTexts.ts';
import styles from './fields.module.css';

interface IntervalInputProps {
  id?: string;
  /** Names both ends, as in `Source x`. */
  title: string;
  text: string;
  onText: (text: string) => void;
  min: number;
  max: number;
  step: number;
  unit?: string;
  errorId?: string;
  disabled?: boolean;
}

/** Two numbers, low and high. */
export function IntervalInput({ id, title, text, onText, unit, ...rest }: IntervalInputProps) {
  // A draft with junk in it cannot be split safely, so each end remembers its own text.
  const [ends, setEnds] = useState({ text, low: '', high: '' });
  const [low, high] =
    ends.text === text && ends.low + ends.high ? [ends.low, ends.high] : splitInterval(text);
  const set = (nextLow: string, nextHigh: string) => {
    const joined = joinInterval(nextLow, nextHigh);
    setEnds({ text: joined, low: nextLow, high: nextHigh });
    onText(joined);
  };
  return (
    <span className={styles.range}>
      <NumberInput
        id={id}
        label={`${title} from`}
        text={low}
        onText={(next) => set(next, high)}
        {...rest}
      />
      <span className={styles.rangeTo}>to</span>
      <NumberInput
        label={`${title} to`}
        text={high}
        onText={(next) => set(low, next)}
        unit={unit}
        {...rest}
      />
    </span>
  );
}
