import { holds } from '../../engine/verification/check.ts';
import type { CheckState } from './state.ts';
import styles from './checks.module.css';

export type Mark = 'waiting' | 'running' | 'holds' | 'broken';

/** What does not hold and what failed look alike: both want attention, and a word beside says which it is. */
export function markOf(state: CheckState): Mark {
  switch (state.status) {
    case 'waiting':
    case 'stopped':
      return 'waiting';
    case 'running':
      return 'running';
    case 'failed':
      return 'broken';
    case 'done':
      return state.result.findings.every(holds) ? 'holds' : 'broken';
    default:
      return state satisfies never;
  }
}

const drawings = {
  waiting: <circle cx="8" cy="8" r="5.5" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" className={styles.markFilled} />
    </>
  ),
  holds: <path d="m3 8.6 3.4 3.4L13 4.6" strokeWidth="2.2" />,
  broken: <path d="m4 4 8 8M12 4l-8 8" strokeWidth="2.2" />,
} satisfies Record<Mark, React.ReactNode>;

/** A shape beside the word that says the same. */
export function StatusMark({ mark }: { mark: Mark }) {
  return (
    <svg
      className={styles.mark}
      data-mark={mark}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[mark]}
    </svg>
  );
}
