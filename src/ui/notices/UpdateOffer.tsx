import { useState } from 'react';
import { originOf } from '../../engine/tasks/index.ts';
import { useLab } from '../state.ts';
import { reloadPage } from '../lab/stored/windows.ts';
import { useOffline } from '../offline/offline.ts';
import card from '../shared/card.module.css';
import styles from './notices.module.css';

const WAIT = 'The run goes on in the version that is open. Update when it has ended.';
const advice = {
  none: 'Updating reloads the page; your settings stay.',
  kept: 'Updating reloads the page: your settings stay, and the run opens again.',
  waits:
    'Updating reloads the page: your settings stay. The run can go on once you have opened the file of its background again.',
  lost: 'Updating reloads the page: your settings stay, but this run with data of a file can’t continue. Save what you need first.',
} as const;

/** A newer version of the page has come: it is never put in the place of an open page unasked. */
export function UpdateOffer() {
  const newer = useOffline((state) => state.newer);
  const [later, setLater] = useState<string>();
  const running = useLab((state) => state.clock.runningSince !== undefined);
  const run = useLab(({ run: open, phase }) => {
    if (!open) return 'none';
    if (phase === 'finished') return 'kept';
    const { fromFile, simulated } = originOf(open);
    if (simulated && open.scene.medium !== '') return 'waits';
    // The samples of a file are not kept, so that nothing could be trained on.
    return fromFile ? 'lost' : 'kept';
  });
  if (newer === undefined || newer === later) return null;
  return (
    <section className={card.card} aria-label="New version" data-testid="update-offer">
      <div>
        <p>
          <strong>A new version of this page is available.</strong>
          <span>{` ${running ? WAIT : advice[run]}`}</span>
        </p>
        <div className={card.buttons}>
          <button type="button" className={styles.accept} disabled={running} onClick={reloadPage}>
            Update now
          </button>
          <button type="button" onClick={() => setLater(newer)}>
            Later
          </button>
        </div>
      </div>
    </section>
  );
}
