import { useState } from 'react';
import { formatNumber, parseNumber, type RangeField } from '../../engine/experiment/fields.ts';
import { setField } from '../lab/settings.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import type { InputProps } from './FieldControl.tsx';
import { controlId } from './leaf.ts';

/** `0.` on its way to `0.5` would make the pair `0...5`: numbers are written clean, the rest as typed. */
const clean = (text: string): string => {
  const value = parseNumber(text.trim());
  return Number.isNaN(value) ? text : formatNumber(value);
};

export function RangeInput({ fieldKey, field, text, ...rest }: InputProps<RangeField>) {
  const { title, min, max, step, unit } = field;
  // A draft with junk in it cannot be split safely, so each end remembers its own text.
  const [ends, setEnds] = useState({ text, low: '', high: '' });
  const [low, high] =
    ends.text === text && ends.low + ends.high ? [ends.low, ends.high] : split(text);
  const set = (nextLow: string, nextHigh: string) => {
    const next = { low: clean(nextLow), high: clean(nextHigh) };
    const joined = `${next.low}..${next.high}`;
    setEnds({ text: joined, ...next });
    setField(fieldKey, joined);
  };
  const shared = { min, max, step, ...rest };
  return (
    <span className="range">
      <NumberInput
        id={controlId(fieldKey)}
        label={`${title} from`}
        text={low}
        onText={(next) => set(next, high)}
        {...shared}
      />
      <span className="range-to">to</span>
      <NumberInput
        label={`${title} to`}
        text={high}
        onText={(next) => set(low, next)}
        unit={unit}
        {...shared}
      />
    </span>
  );
}

function split(text: string): [low: string, high: string] {
  const [low, high = ''] = text.split('..');
  return [low, high];
}
