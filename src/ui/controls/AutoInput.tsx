import type { AutoField } from '../../engine/experiment/fields.ts';
import { formatNumber } from '../../engine/experiment/numbers.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { useLab } from '../state.ts';
import { automaticNumber, hasOneNumber } from './automatic.ts';
import { useLimits } from './limits.ts';
import { controlId, type InputProps } from './leaf.ts';
import styles from './fields.module.css';

const kinds = [
  { value: 'auto', label: 'Auto' },
  { value: 'own', label: 'Own' },
] as const;

/** A rule's number, or one's own: what is typed is an own one, and the first own one is the rule's. */
export function AutoInput({ fieldKey, field, text, ...rest }: InputProps<AutoField>) {
  const { settings } = useActions();
  const usual = useLab(({ experiment }) => automaticNumber(experiment, fieldKey));
  const { min, max, step } = useLimits(field, text);
  const kind = text === 'auto' ? 'auto' : 'own';
  const isNumber = hasOneNumber(fieldKey);
  const placeholder = isNumber ? formatNumber(usual) : field.rule;
  // A rule in words has no unit.
  const unit = kind === 'own' || isNumber ? field.unit : undefined;
  return (
    <span className={styles.budget}>
      <Segmented
        label={`${field.title} as`}
        options={kinds}
        value={kind}
        onChange={(next) =>
          settings.setField(fieldKey, next === 'auto' ? 'auto' : formatNumber(usual))
        }
      />
      <NumberInput
        id={controlId(fieldKey)}
        text={kind === 'auto' ? '' : text}
        placeholder={kind === 'auto' ? placeholder : undefined}
        onText={(next) => settings.setField(fieldKey, next)}
        {...{ min, max, step, unit }}
        {...rest}
      />
    </span>
  );
}
