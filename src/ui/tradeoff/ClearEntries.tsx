import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFirstClick } from '../shared/firstClick.ts';
import { clearEntries } from '../archive/archive.ts';
import { browserShelf } from '../storage/shelf.ts';
import styles from './tradeoff.module.css';

interface ClearEntriesProps {
  family: string;
  /** Networks of this family, and of all others. */
  shown: number;
  others: number;
}

/** Forgets trained networks, after a question: their training took time. */
export function ClearEntries({ family, shown, others }: ClearEntriesProps) {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const ask = () => {
    flushSync(() => setAsking(true));
    keep.current?.focus();
  };
  const remove = (which?: string) => {
    setAsking(false);
    void clearEntries(browserShelf, which);
  };
  // They may appear under a pointer that has just asked.
  const removeShown = useFirstClick(() => remove(family));
  const removeAll = useFirstClick(() => remove());
  if (!asking) {
    return (
      <button type="button" className={styles.clear} onClick={ask}>
        Clear…
      </button>
    );
  }
  return (
    <fieldset className={styles.confirm}>
      <legend>Remove trained networks from this browser? This cannot be undone.</legend>
      <button ref={keep} type="button" onClick={() => setAsking(false)}>
        Keep them
      </button>
      {shown > 0 && <button type="button" {...removeShown}>{`Remove these ${shown}`}</button>}
      {others > 0 && <button type="button" {...removeAll}>{`Remove all ${shown + others}`}</button>}
    </fieldset>
  );
}
