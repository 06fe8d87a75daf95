import type { ChoiceField } from '../../engine/experiment/fields.ts';
import { setField } from '../lab/settings.ts';
import { controlId, type InputProps } from './leaf.ts';

export function ChoiceInput({ fieldKey, field, text, errorId, disabled }: InputProps<ChoiceField>) {
  return (
    <select
      id={controlId(fieldKey)}
      // Names of formats stand in links, files and tables, too.
      translate={fieldKey.endsWith('.format') ? 'no' : undefined}
      value={text}
      disabled={disabled}
      aria-invalid={errorId !== undefined || undefined}
      aria-describedby={errorId}
      onChange={(event) => setField(fieldKey, event.target.value)}
    >
      {field.options.map((option) => (
        <option key={option} value={option}>
          {field.labels[option]}
        </option>
      ))}
    </select>
  );
}
