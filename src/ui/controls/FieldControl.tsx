import { useActions } from '../lab/context.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { AutoInput } from './AutoInput.tsx';
import { BudgetInput } from './BudgetInput.tsx';
import { ChoiceInput } from './ChoiceInput.tsx';
import {
  controlId,
  describeValue,
  errorId,
  errorOf,
  labelId,
  requireLeaf,
  textOf,
  type InputProps,
  presetTextOf,
} from './leaf.ts';
import { ListInput } from './ListInput.tsx';
import { PlainNumberInput } from './PlainNumberInput.tsx';
import { RangeInput } from './RangeInput.tsx';
import { FromFile } from './FromFile.tsx';
import type { Field } from '../../engine/experiment/fields.ts';
import styles from './fields.module.css';

/** One field of the experiment: everything about it comes from its leaf in the schema. */
export function FieldControl({ fieldKey, disabled }: { fieldKey: string; disabled?: boolean }) {
  const { settings } = useActions();
  const leaf = requireLeaf(fieldKey);
  const { title, help } = leaf.field;
  const text = useLab((state) => state.drafts[fieldKey]?.text ?? textOf(state.experiment, leaf));
  const presetText = useLab((state) => presetTextOf(state.preset, leaf));
  const error = useLab((state) => errorOf(state, fieldKey));
  // What comes from a file can't go back to the preset's alone.
  const fromFile = ['shape', 'mapping', 'fingerprint'].includes(leaf.field.kind);
  const changed = !fromFile && text !== presetText;
  return (
    <div
      className={styles.field}
      data-field={fieldKey}
      data-kind={leaf.field.kind}
      data-invalid={error !== undefined || undefined}
    >
      {changed && (
        <button
          type="button"
          className={styles.fieldReset}
          aria-label={`Reset ${title} to the preset’s ${describeValue(leaf.field, presetText)}`}
          title={`Differs from the preset: reset to ${describeValue(leaf.field, presetText)}`}
          disabled={disabled}
          onClick={() => settings.setField(fieldKey, presetText)}
        />
      )}
      <span className={styles.fieldLabel}>
        {leaf.field.kind === 'list' ? (
          // Not a label: a list has many controls, each with its own name.
          <span id={labelId(fieldKey)}>{title}</span>
        ) : (
          <label htmlFor={controlId(fieldKey)}>{title}</label>
        )}
        <Tip label={`About ${title}`} text={help} />
      </span>
      <FieldInput
        fieldKey={fieldKey}
        field={leaf.field}
        text={text}
        errorId={error === undefined ? undefined : errorId(fieldKey)}
        disabled={disabled}
      />
      {error !== undefined && (
        <p className={styles.fieldError} id={errorId(fieldKey)}>
          {error}
        </p>
      )}
    </div>
  );
}

function FieldInput({ field, ...rest }: InputProps<Field>) {
  switch (field.kind) {
    case 'number':
    case 'integer':
      return <PlainNumberInput field={field} {...rest} />;
    case 'range':
      return <RangeInput field={field} {...rest} />;
    case 'choice':
      return <ChoiceInput field={field} {...rest} />;
    case 'budget':
      return <BudgetInput field={field} {...rest} />;
    case 'auto':
      return <AutoInput field={field} {...rest} />;
    case 'list':
      return <ListInput field={field} {...rest} />;
    case 'fingerprint':
      return <FromFile field={field} {...rest} />;
    case 'shape':
      return (
        <output id={controlId(rest.fieldKey)} className="figure">
          {describeValue(field, rest.text)}
        </output>
      );
    case 'mapping':
      return <output id={controlId(rest.fieldKey)}>{describeValue(field, rest.text)}</output>;
    default:
      return field satisfies never;
  }
}
