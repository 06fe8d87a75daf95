import { LaterDialog } from '../faults/LaterDialog.tsx';
import { later } from '../loading/later.tsx';
import { closeShare, useShare } from './open.ts';
import styles from './share.module.css';

const WHAT = 'The dialog Share';
const panel = later(
  WHAT,
  () => import('./SharePanel.tsx'),
  ({ SharePanel }) => SharePanel,
);

/** Link, embedding and citation. */
export function ShareDialog() {
  const open = useShare((state) => state.open !== undefined);
  return (
    <LaterDialog
      {...panel}
      title="Share"
      what={WHAT}
      closeLabel="Close Share"
      className={styles.dialog}
      open={open}
      light
      onClose={closeShare}
    />
  );
}
