import { useRef, type KeyboardEvent } from 'react';
import { nextAt } from './arrowKeys.ts';

interface TabListProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; title: string }[];
  open: Id;
  onOpen: (id: Id) => void;
  /** Begins the ids of the tabs, and of their panel: `BASE-panel`. */
  base: string;
  className: string;
}

/** The row of tabs above a panel; the arrow keys go from one to the next, Home and End to the first and the last. */
export function TabList<Id extends string>(props: TabListProps<Id>) {
  const { label, tabs, open, onOpen, base, className } = props;
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const at = tabs.findIndex(({ id }) => id === open);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextAt(event.key, at, tabs.length, 'across');
    if (next === undefined) return;
    onOpen(tabs[next].id);
    buttons.current[next]?.focus();
    event.preventDefault();
  };
  return (
    <div className={className} role="tablist" aria-label={label}>
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
          onClick={() => onOpen(id)}
          onKeyDown={onKeyDown}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
