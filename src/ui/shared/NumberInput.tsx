import { useState, type KeyboardEvent } from 'react';
import { formatNumber, parseNumber } from '../../engine/experiment/numbers.ts';
import styles from './NumberInput.module.css';

interface NumberInputProps {
  id?: string;
  label?: string;
  /** The text to show while nothing is being typed. */
  text: string;
  /** Shown where there is no text. */
  placeholder?: string;
  onText: (text: string) => void;
  min: number;
  max: number;
  step: number;
  unit?: string;
  /** Id of the sentence that says what is wrong; marks the input as invalid. */
  errorId?: string;
  disabled?: boolean;
}

const BIG_STEP = 10;

/**
 * A text input for a number. Not `type=number`, which hides from the page what was typed when it is not
 * a number; so the arrow keys are handled here. What is being typed stays as typed until the focus leaves.
 */
export function NumberInput(props: NumberInputProps) {
  const { id, label, text, placeholder, onText, min, max, step, unit, errorId, disabled } = props;
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? text;
  const value = parseNumber(shown.trim());

  const move = (steps: number) => {
    const from = Number.isNaN(value) ? min : value;
    const next = Math.min(max, Math.max(min, Math.round(from / step + steps) * step));
    setTyped(undefined);
    onText(formatNumber(next));
  };
  const stepsOfKey: Readonly<Record<string, number>> = {
    ArrowUp: 1,
    ArrowDown: -1,
    PageUp: BIG_STEP,
    PageDown: -BIG_STEP,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = stepsOfKey[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    move(event.shiftKey ? steps * BIG_STEP : steps);
  };

  return (
    <span
      className={styles.number}
      data-part="number"
      data-invalid={errorId !== undefined || undefined}
    >
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        role="spinbutton"
        aria-label={label}
        aria-valuenow={Number.isNaN(value) ? undefined : value}
        aria-valuetext={Number.isNaN(value) || !unit ? undefined : `${shown} ${unit}`}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-invalid={errorId !== undefined || undefined}
        aria-describedby={errorId}
        disabled={disabled}
        placeholder={placeholder}
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value);
          onText(event.target.value);
        }}
        onBlur={() => setTyped(undefined)}
        onKeyDown={onKeyDown}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
      <span className={styles.steppers} data-part="steppers" aria-hidden="true">
        <button type="button" tabIndex={-1} disabled={disabled} onClick={() => move(1)}>
          +
        </button>
        <button type="button" tabIndex={-1} disabled={disabled} onClick={() => move(-1)}>
          −
        </button>
      </span>
    </span>
  );
}
