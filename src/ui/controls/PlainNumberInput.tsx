import type { NumberField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { useLimits } from './limits.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { controlId, type InputProps } from './leaf.ts';

export function PlainNumberInput({ fieldKey, field, text, ...rest }: InputProps<NumberField>) {
  const { settings } = useActions();
  const { unit } = field;
  const { min, max, step } = useLimits(field, text);
  return (
    <NumberInput
      id={controlId(fieldKey)}
      onText={(typed) => settings.setField(fieldKey, typed)}
      {...{ text, min, max, step, unit }}
      {...rest}
    />
  );
}
