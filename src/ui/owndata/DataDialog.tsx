import { Suspense, useEffect, useRef } from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { later } from '../loading/later.tsx';
import { useActions } from '../lab/context.ts';
import { Icon } from '../shared/Icon.tsx';
import { useLab } from '../state.ts';
import { useAsking } from './asking.ts';
import styles from './DataDialog.module.css';
import dialogStyles from '../shared/dialog.module.css';

const { View, retry } = later(
  'The dialog on data files',
  () => import('./DataPanel.tsx'),
  ({ DataPanel }) => DataPanel,
);

/** Questions on the files that are being opened; its contents are loaded when there are any for the first time. */
export function DataDialog() {
  const { files } = useActions();
  const asking = useAsking();
  const reading = useLab((state) => state.reading !== undefined);
  const dialog = useRef<HTMLDialogElement>(null);
  const open = asking !== undefined;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  // What was chosen is not lost by a click beside the dialog; Escape gives up what is in progress.
  const giveUp = () => (reading ? files.cancelReading() : asking?.cancel());
  return (
    <dialog
      ref={dialog}
      className={`${dialogStyles.dialog} ${styles.dialog}`}
      aria-labelledby="data-title"
      onCancel={(event) => {
        event.preventDefault();
        giveUp();
      }}
      // Browsers may close a dialog without asking first, as on a second Escape.
      onClose={() => {
        if (dialog.current && !dialog.current.open) asking?.cancel();
      }}
      data-testid="data-dialog"
    >
      {asking && (
        <div className={styles.body}>
          <div className={styles.head}>
            <h2 id="data-title">{asking.name}</h2>
            <button
              type="button"
              className="quiet icon-button"
              aria-label="Close without opening"
              onClick={() => asking.cancel()}
            >
              <Icon name="close" />
            </button>
          </div>
          <Boundary what="The dialog on data files" onRetry={retry}>
            <Suspense fallback={<p className="muted">Loading…</p>}>
              <View />
            </Suspense>
          </Boundary>
        </div>
      )}
    </dialog>
  );
}
