import { Suspense, useEffect, useRef } from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { later } from '../loading/later.tsx';
import { Icon } from '../shared/Icon.tsx';
import { closeShare, useShare } from './open.ts';
import styles from './share.module.css';
import dialogStyles from '../shared/dialog.module.css';

const { View, retry } = later(
  'The dialog Share',
  () => import('./SharePanel.tsx'),
  ({ SharePanel }) => SharePanel,
);

/** Link, embedding and citation; its contents are loaded when it is first opened, and gone when it is closed. */
export function ShareDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useShare((state) => state.open !== undefined);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`${dialogStyles.dialog} ${styles.dialog}`}
      aria-labelledby="share-title"
      closedby="any"
      onClose={closeShare}
    >
      {open && (
        <div className={styles.body}>
          <div className={styles.head}>
            <h2 id="share-title">Share</h2>
            <form method="dialog">
              <button type="submit" className="quiet icon-button" aria-label="Close Share">
                <Icon name="close" />
              </button>
            </form>
          </div>
          <Boundary what="The dialog Share" onRetry={retry}>
            <Suspense fallback={<p className="muted">Loading…</p>}>
              <View />
            </Suspense>
          </Boundary>
        </div>
      )}
    </dialog>
  );
}
