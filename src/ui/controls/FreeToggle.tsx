import styles from './items.module.css';
interface FreeToggleProps {
  /** What becomes free, as in `Obstacle 1 radius`. */
  name: string;
  free: boolean;
  onChange: (free: boolean) => void;
  disabled?: boolean;
}

/** Turns a number into an interval, which makes it a free parameter, and back. */
export function FreeToggle({ name, free, onChange, disabled }: FreeToggleProps) {
  return (
    <button
      type="button"
      className={styles.freeToggle}
      data-part="free-toggle"
      aria-pressed={free}
      aria-label={`${name} as a free parameter`}
      title={
        free
          ? 'Back to one number'
          : 'An interval instead of one number: a free parameter, drawn anew for every sample'
      }
      disabled={disabled}
      onClick={() => onChange(!free)}
    >
      <svg viewBox="0 0 14 8" aria-hidden="true">
        <path d="M1.5 1v6M12.5 1v6M3 4h8" />
      </svg>
    </button>
  );
}
