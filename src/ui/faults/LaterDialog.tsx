import { Suspense, useEffect, useId, useRef } from 'react';
import type { Later } from '../loading/later.tsx';
import dialogStyles from '../shared/dialog.module.css';
import { Icon } from '../shared/Icon.tsx';
import { Boundary } from './Boundary.tsx';
import styles from './laterDialog.module.css';

interface LaterDialogProps extends Later {
  title: string;
  /** What it is called where it could not be loaded. */
  what: string;
  closeLabel: string;
  /** Of its width. */
  className: string;
  open: boolean;
  /** A click beside it closes it, too. */
  light?: boolean;
  onClose: () => void;
}

/** A dialog whose contents are loaded when it is first opened, and gone when it is closed. */
export function LaterDialog(props: LaterDialogProps) {
  const { title, what, closeLabel, className, open, light = false, onClose, View, retry } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`${dialogStyles.dialog} ${className}`}
      aria-labelledby={id}
      closedby={light ? 'any' : undefined}
      onClose={onClose}
    >
      {open && (
        <div className={styles.body}>
          <div className={styles.head}>
            <h2 id={id}>{title}</h2>
            <form method="dialog">
              <button type="submit" className="quiet icon-button" aria-label={closeLabel}>
                <Icon name="close" />
              </button>
            </form>
          </div>
          <Boundary what={what} onRetry={retry}>
            <Suspense fallback={<p className="muted">Loading…</p>}>
              <View />
            </Suspense>
          </Boundary>
        </div>
      )}
    </dialog>
  );
}
