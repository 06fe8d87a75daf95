import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';
import card from '../shared/card.module.css';
import styles from './notices.module.css';

/** The data file that is being read, and a way to give it up. */
export function Reading() {
  const { files } = useActions();
  const reading = useLab((state) => state.reading);
  if (!reading) return null;
  return (
    <section
      className={`${card.card} ${styles.reading}`}
      aria-label="Reading a file"
      data-testid="reading"
    >
      <p>
        <strong>{reading.name}</strong> <span>is being read</span>
      </p>
      <progress value={reading.share} max={1} aria-label={`Reading ${reading.name}`} />
      <button type="button" onClick={() => files.cancelReading()}>
        Cancel
      </button>
    </section>
  );
}
