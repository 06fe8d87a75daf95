import type { BudgetField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { controlId, requireLeaf, type InputProps } from './leaf.ts';
import { usePlan } from '../networks/plans.ts';
import styles from './fields.module.css';

const kinds = [
  { value: 'rank', label: 'Rank' },
  { value: 'keep', label: 'Keep %' },
] as const;

/** A rank, or the share of the dense parameters to keep; switching keeps the network about as large. */
export function BudgetInput({ fieldKey, field, text, ...rest }: InputProps<BudgetField>) {
  const { settings } = useActions();
  // Only networks have a budget.
  const plan = usePlan(requireLeaf(fieldKey).network!);
  const kind = text.endsWith('%') ? 'keep' : 'rank';

  const switchTo = (next: 'rank' | 'keep') => {
    if (!plan) return settings.setField(fieldKey, next === 'keep' ? '50%' : '1');
    const { convolutionParameters, denseConvolutionParameters } = plan.totals;
    const kept = Math.round((100 * convolutionParameters) / denseConvolutionParameters);
    const ranks = plan.layers
      .filter((layer) => layer.kind === 'convolution')
      .map(({ rank }) => rank);
    settings.setField(
      fieldKey,
      next === 'keep' ? `${Math.min(100, Math.max(1, kept))}%` : String(Math.max(...ranks)),
    );
  };

  return (
    <span className={styles.budget}>
      <Segmented label="Budget as" options={kinds} value={kind} onChange={switchTo} />
      {kind === 'keep' ? (
        <NumberInput
          id={controlId(fieldKey)}
          text={text.slice(0, -1)}
          onText={(next) => settings.setField(fieldKey, `${next.replace(/\s*%$/, '')}%`)}
          min={1}
          max={100}
          step={5}
          unit="%"
          {...rest}
        />
      ) : (
        <NumberInput
          id={controlId(fieldKey)}
          text={text}
          onText={(next) => settings.setField(fieldKey, next)}
          min={1}
          max={field.maxRank}
          step={1}
          {...rest}
        />
      )}
    </span>
  );
}
