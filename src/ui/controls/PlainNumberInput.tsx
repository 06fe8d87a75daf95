import type { NumberField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { controlId, type InputProps } from './leaf.ts';

export function PlainNumberInput({ fieldKey, field, ...rest }: InputProps<NumberField>) {
  const { settings } = useActions();
  const { min, max, step, unit } = field;
  return (
    <NumberInput
      id={controlId(fieldKey)}
      onText={(text) => settings.setField(fieldKey, text)}
      {...{ min, max, step, unit }}
      {...rest}
    />
  );
}
