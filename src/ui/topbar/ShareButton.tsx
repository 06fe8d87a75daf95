import { openShare } from '../share/open.ts';
import { Icon } from '../shared/Icon.tsx';
import styles from './topbar.module.css';

/** Link, embedding and citation, in a dialog. */
export const ShareButton = () => (
  <button type="button" className={`quiet ${styles.share}`} onClick={() => openShare()}>
    <Icon name="link" />
    <span className={styles.shareWord}>Share</span>
  </button>
);
