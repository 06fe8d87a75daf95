import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { nextAt } from '../shared/arrowKeys.ts';
import { placeNear } from '../shared/place.ts';
import { Outcome, useCurrent, type SaveAction } from './SaveRow.tsx';
import styles from './SaveMenu.module.css';
import popup from '../shared/popover.module.css';

export type SaveItem = Omit<SaveAction, 'name' | 'className'>;

interface SaveMenuProps {
  /** Ends the name of the button, as in `Save the learning curves`. */
  what: string;
  items: readonly SaveItem[];
  /** Instead of the word on the button, while something takes long. */
  busy?: string;
  /** What else there is below the items. */
  children?: ReactNode;
}

/** What can be saved of a chart, a table or the stage: one small button, and a menu by mouse, touch and keyboard. */
export function SaveMenu({ what, items, busy, children }: SaveMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const choices = () => [
    ...(popover.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]') ?? []),
  ];
  const onToggle = (nowOpen: boolean) => {
    setOpen(nowOpen);
    if (!nowOpen || !popover.current || !button.current) return;
    placeNear(popover.current, button.current);
    choices()[0]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = choices();
    const at = all.findIndex((item) => item === document.activeElement);
    const next = nextAt(event.key, at, all.length, 'down');
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`quiet ${styles.button}`}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={busy ?? `Save ${what}`}
      >
        <span>{busy ?? 'Save'}</span> <span aria-hidden="true">▾</span>
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className={`${popup.popover} ${styles.popover}`}
        onToggle={({ newState }) => onToggle(newState === 'open')}
      >
        <div role="menu" tabIndex={-1} aria-label={`Save ${what}`} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <MenuItem key={item.key} item={item} />
          ))}
        </div>
        {items.map((item) => (
          <Outcome key={item.key} action={item} />
        ))}
        {children}
      </div>
    </>
  );
}

/** Not `disabled`, which would take the focus away while the file is being made. */
function MenuItem({ item: { key, label, ready, save } }: { item: SaveItem }) {
  const unready = useCurrent(key)?.state === 'busy' || !ready;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="quiet"
      aria-disabled={unready}
      onClick={() => !unready && void save()}
    >
      {label}
    </button>
  );
}
