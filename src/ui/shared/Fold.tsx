import { useId, type ReactNode } from 'react';
import { setFolds, useFold } from './folds.ts';
import styles from './Fold.module.css';

interface FoldProps {
  /** The name under which it is remembered whether it is open. */
  name: string;
  title: string;
  /** What is inside, said while it is closed. */
  summary?: string;
  /** Something inside needs attention, which must be seen while it is closed. */
  wrong?: boolean;
  className?: string;
  children: ReactNode;
}

/** Controls that most visitors don't need at first. What is folded away is not rendered. */
export function Fold({ name, title, summary, wrong, className, children }: FoldProps) {
  const open = useFold(name);
  const id = useId();
  return (
    <div className={className} data-fold={name}>
      <button
        type="button"
        className={styles.title}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setFolds([name], !open)}
      >
        <span className={styles.name}>{title}</span>
        {wrong ? (
          <span className={styles.wrong}>needs attention</span>
        ) : (
          !open && <span className={styles.summary}>{summary}</span>
        )}
      </button>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
