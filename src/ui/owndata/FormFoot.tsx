import type { LabState } from '../state.ts';
import styles from './owndata.module.css';
import type { Summary } from './summary.ts';
import { proposedWithout } from './texts.ts';

interface FormFootProps {
  summary: Summary;
  /** Why the files could not be read as chosen. */
  failure?: string;
  reading: LabState['reading'];
  onCancel: () => void;
  /** Leaves samples out. */
  onWithout: (numbers: readonly number[]) => void;
}

/** What would be read, or what is in the way; and the buttons. */
export function FormFoot({ summary, failure, reading, onCancel, onWithout }: FormFootProps) {
  const { problems, text } = summary;
  const without = proposedWithout(failure ?? '');
  return (
    <footer className={styles.foot}>
      {failure !== undefined && (
        <p className={styles.problem} role="alert" data-testid="data-failure">
          <span>{`${failure} `}</span>
          {without.length > 0 && (
            <button type="button" className="link" onClick={() => onWithout(without)}>
              {without.length === 1 ? 'Leave it out' : 'Leave them out'}
            </button>
          )}
        </p>
      )}
      <output data-testid="data-summary">
        {problems.length > 0 ? <span className={styles.problem}>{problems[0].message}</span> : text}
      </output>
      {reading && <progress value={reading.share} max={1} aria-label={`Reading ${reading.name}`} />}
      <div className={styles.buttons}>
        <button
          type="submit"
          className={styles.primary}
          disabled={problems.length > 0 || reading !== undefined}
        >
          Open
        </button>
        <button type="button" onClick={onCancel}>
          {reading ? 'Cancel reading' : 'Cancel'}
        </button>
      </div>
    </footer>
  );
}
