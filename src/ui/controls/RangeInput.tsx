import { useState } from 'react';
import type { RangeField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { FreeToggle } from './FreeToggle.tsx';
import { IntervalInput } from './IntervalInput.tsx';
import { useLimits } from './limits.ts';
import { isInterval, narrowed, widened } from './itemTexts.ts';
import { controlId, type InputProps } from './leaf.ts';
import styles from './fields.module.css';

/** An extent, or a number that may be free. The source's own parameters are always shown as intervals. */
export function RangeInput({ fieldKey, field, text, ...rest }: InputProps<RangeField>) {
  const { settings } = useActions();
  const { title, unit, extent } = field;
  const limits = useLimits(field, text);
  const { min, max, step } = limits;
  const shared = {
    id: controlId(fieldKey),
    text,
    onText: (next: string) => settings.setField(fieldKey, next),
    min,
    max,
    step,
    unit,
    ...rest,
  };
  // Both ends may be the same for a moment, while one of them is being typed.
  const [opened, setOpened] = useState(false);
  if (extent || fieldKey.startsWith('source.')) return <IntervalInput title={title} {...shared} />;
  const free = opened || isInterval(text);
  return (
    <span className={styles.maybeFree}>
      {free ? <IntervalInput title={title} {...shared} /> : <NumberInput {...shared} />}
      <FreeToggle
        name={title}
        free={free}
        disabled={rest.disabled}
        onChange={(next) => {
          setOpened(next);
          settings.setField(fieldKey, next ? widened(text, limits) : narrowed(text, limits));
        }}
      />
    </span>
  );
}
