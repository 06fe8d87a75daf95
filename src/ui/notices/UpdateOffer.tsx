import { useState } from 'react';
import { useLab } from '../state.ts';
import { useOffline } from '../offline/offline.ts';
import card from '../shared/card.module.css';
import styles from './notices.module.css';

/** A newer version of the page has come: it is never put in the place of an open page unasked. */
export function UpdateOffer() {
  const newer = useOffline((state) => state.newer);
  const [later, setLater] = useState<string>();
  const running = useLab((state) => state.clock.runningSince !== undefined);
  const hasRun = useLab((state) => state.run !== undefined);
  if (newer === undefined || newer === later) return null;
  return (
    <section className={card.card} aria-label="New version" data-testid="update-offer">
      <div>
        <p>
          <strong>A new version of this page is available.</strong>
          <span>{` ${adviceOf(running, hasRun)}`}</span>
        </p>
        <div className={card.buttons}>
          <button
            type="button"
            className={styles.accept}
            disabled={running}
            onClick={() => location.reload()}
          >
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

function adviceOf(running: boolean, hasRun: boolean): string {
  if (running) return 'The run goes on in the version that is open. Update when it has ended.';
  return hasRun
    ? 'Updating reloads the page: your settings stay, and the run in it is closed. Save what you need first.'
    : 'Updating reloads the page; your settings stay.';
}
