import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { tabAt } from './tabKeys.ts';
import styles from './Tabs.module.css';

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; title: string; content: ReactNode }[];
  first: Id;
}

/** A few views of one thing; the arrow keys go from one to the next, Home and End to the first and the last. */
export function Tabs<Id extends string>({ label, tabs, first }: TabsProps<Id>) {
  const [open, setOpen] = useState(first);
  const base = useId();
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const at = tabs.findIndex(({ id }) => id === open);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = tabAt(event.key, at, tabs.length);
    if (next === undefined) return;
    setOpen(tabs[next].id);
    buttons.current[next]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.tabs} role="tablist" aria-label={label}>
        {tabs.map(({ id, title }, i) => (
          <button
            key={id}
            ref={(element) => {
              buttons.current[i] = element;
            }}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={i === at}
            aria-controls={`${base}-panel`}
            tabIndex={i === at ? 0 : -1}
            onClick={() => setOpen(id)}
            onKeyDown={onKeyDown}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${open}`}>
        {tabs[at].content}
      </div>
    </>
  );
}
