import { Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Boundary } from '../faults/Boundary.tsx';
import { useActions } from '../lab/context.ts';
import { later } from '../loading/later.tsx';
import { Icon } from '../shared/Icon.tsx';
import dialogStyles from '../shared/dialog.module.css';
import styles from './models.module.css';

const { View, retry } = later(
  'The dialog for trained networks',
  () => import('./ModelPanel.tsx'),
  ({ ModelPanel }) => ModelPanel,
);

/** What a trained network from a file is, and what is to be done with it. Opens when such a file has been read. */
export function ModelDialog() {
  const { models } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useStore(models.shown, ({ file }) => file !== undefined);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`${dialogStyles.dialog} ${styles.dialog}`}
      aria-labelledby="model-title"
      onClose={() => models.close()}
    >
      {open && (
        <div className={styles.body}>
          <div className={styles.head}>
            <h2 id="model-title">Open a trained network</h2>
            <form method="dialog">
              <button type="submit" className="quiet icon-button" aria-label="Close">
                <Icon name="close" />
              </button>
            </form>
          </div>
          <Boundary what="The dialog for trained networks" onRetry={retry}>
            <Suspense fallback={<p className="muted">Loading…</p>}>
              <View />
            </Suspense>
          </Boundary>
        </div>
      )}
    </dialog>
  );
}
