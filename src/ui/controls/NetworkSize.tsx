import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { planOf, usePlan } from '../networks/plans.ts';
import { formatCount, formatPercent } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import styles from './NetworkCard.module.css';

/** How many parameters a network has, as a number and beside the others as a bar. */
export function NetworkSize({ id }: { id: NetworkId }) {
  const plan = usePlan(id);
  const largest = useLab(({ experiment, issues }) =>
    issues.length > 0
      ? undefined
      : Math.max(...idsOf(experiment).map((one) => planOf(experiment, one).totals.parameters)),
  );
  const reference = useLab(({ experiment }) => experiment.reference);
  const base = usePlan(reference)?.totals.parameters;
  if (!plan || largest === undefined || base === undefined)
    return <p className={`muted ${styles.size}`}>Counts appear once the settings are valid.</p>;
  const { parameters } = plan.totals;
  return (
    <p className={styles.size} data-testid={`size-${id}`}>
      <span className={styles.sizeBar} aria-hidden="true">
        <span style={{ width: `${(100 * parameters) / largest}%` }} />
      </span>
      <span>{`${formatCount(parameters)} parameters`}</span>
      {id !== reference && (
        <span className="muted">{`${formatPercent(parameters / base)} of ${reference.toUpperCase()}`}</span>
      )}
    </p>
  );
}
