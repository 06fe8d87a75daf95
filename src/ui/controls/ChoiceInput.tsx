import type { ChoiceField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { controlId, type InputProps } from './leaf.ts';

export function ChoiceInput({ fieldKey, field, text, errorId, disabled }: InputProps<ChoiceField>) {
  const { settings } = useActions();
  return (
    <select
      id={controlId(fieldKey)}
      // Names of formats are in links, files and tables, too.
      translate={fieldKey.endsWith('.format') ? 'no' : undefined}
      value={text}
      disabled={disabled}
      aria-invalid={errorId !== undefined || undefined}
      aria-describedby={errorId}
      onChange={(event) => settings.setField(fieldKey, event.target.value)}
    >
      {field.options.map((option) => (
        <option key={option} value={option}>
          {field.labels[option]}
        </option>
      ))}
    </select>
  );
}
