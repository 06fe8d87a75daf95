import type { RateField } from '../../engine/experiment/fields.ts';
import { formatNumber } from '../../engine/experiment/numbers.ts';
import { automaticRates } from '../../engine/train/rates.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { useLab } from '../state.ts';
import { controlId, type InputProps } from './leaf.ts';
import styles from './fields.module.css';

const kinds = [
  { value: 'auto', label: 'Auto' },
  { value: 'own', label: 'Own' },
] as const;

/** Rates by the rule, or one number. A number that is typed is an own value; the first one is that of dense layers. */
export function RateInput({ fieldKey, field, text, ...rest }: InputProps<RateField>) {
  const { settings } = useActions();
  const usual = useLab(({ experiment }) => automaticRates(experiment).others);
  const { min, max, step } = field;
  const kind = text === 'auto' ? 'auto' : 'own';
  return (
    <span className={styles.budget}>
      <Segmented
        label="Learning rate as"
        options={kinds}
        value={kind}
        onChange={(next) =>
          settings.setField(fieldKey, next === 'auto' ? 'auto' : formatNumber(usual))
        }
      />
      <NumberInput
        id={controlId(fieldKey)}
        text={kind === 'auto' ? '' : text}
        placeholder={kind === 'auto' ? 'by rule' : undefined}
        onText={(next) => settings.setField(fieldKey, next)}
        {...{ min, max, step }}
        {...rest}
      />
    </span>
  );
}
