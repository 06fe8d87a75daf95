import { useStore } from 'zustand';
import { LaterDialog } from '../faults/LaterDialog.tsx';
import { useActions } from '../lab/context.ts';
import { later } from '../loading/later.tsx';
import styles from './models.module.css';

const WHAT = 'The dialog for trained networks';
const panel = later(
  WHAT,
  () => import('./ModelPanel.tsx'),
  ({ ModelPanel }) => ModelPanel,
);

/** What a trained network from a file is, and what is to be done with it. Opens when such a file has been read. */
export function ModelDialog() {
  const { models } = useActions();
  const open = useStore(models.shown, ({ file }) => file !== undefined);
  return (
    <LaterDialog
      {...panel}
      title="Open a trained network"
      what={WHAT}
      closeLabel="Close"
      className={styles.dialog}
      open={open}
      onClose={() => models.close()}
    />
  );
}
