import { parseNumber } from '../../engine/experiment/numbers.ts';
import type { Slice } from '../../engine/mapping/mapping.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import styles from './owndata.module.css';
import { sliceNumbers, sliceOf } from './partKinds.ts';

interface SliceInputProps {
  /** What is counted, for the names of the inputs. */
  label: string;
  slice?: Slice;
  extent: number;
  onSlice: (slice: Slice) => void;
  errorId?: string;
}

/** From one index to another one, and every k-th of them. The mapping itself counts as Python does. */
export function SliceInput({ label, slice, extent, onSlice, errorId }: SliceInputProps) {
  const numbers = sliceNumbers(slice, extent);
  // The last one is shown; the mapping has the first that is left out.
  const shown = { ...numbers, to: numbers.to - 1 };
  const input = (name: keyof typeof numbers, text: string, min: number, max = extent - 1) => (
    <label className={styles.sliceEnd}>
      <span>{text}</span>
      <NumberInput
        label={`${label}, ${text}`}
        text={String(shown[name])}
        min={min}
        max={max}
        step={1}
        errorId={errorId}
        onText={(typed) => {
          const value = parseNumber(typed.trim());
          if (Number.isInteger(value) && value >= min && value <= max) {
            onSlice(sliceOf({ ...numbers, [name]: name === 'to' ? value + 1 : value }, extent));
          }
        }}
      />
    </label>
  );
  return (
    <span className={styles.slice}>
      {input('from', 'from', 0)}
      {input('to', 'to', 0)}
      {input('step', 'every', 1, extent)}
    </span>
  );
}
