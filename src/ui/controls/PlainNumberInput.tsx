import type { NumberField } from '../../engine/experiment/fields.ts';
import { setField } from '../lab/settings.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { controlId, type InputProps } from './leaf.ts';

export function PlainNumberInput({ fieldKey, field, ...rest }: InputProps<NumberField>) {
  const { min, max, step, unit } = field;
  return (
    <NumberInput
      id={controlId(fieldKey)}
      onText={(text) => setField(fieldKey, text)}
      {...{ min, max, step, unit }}
      {...rest}
    />
  );
}
