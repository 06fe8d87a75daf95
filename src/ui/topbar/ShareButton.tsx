import { useActions } from '../lab/context.ts';
import { Icon } from '../shared/Icon.tsx';
import { useCopy } from '../shared/useCopy.ts';
import styles from './topbar.module.css';
import popup from '../shared/popover.module.css';

/** Copies a link to these settings; where the clipboard is closed to pages, the link is shown instead. */
export function ShareButton() {
  const { shareLink } = useActions();
  const { copied, shown, copy, button, popover, field } = useCopy<HTMLInputElement>(shareLink);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`quiet ${styles.share}`}
        onClick={() => void copy()}
      >
        <Icon name="link" />
        <span className={styles.shareWord} data-copied={copied || undefined}>
          {copied ? 'Link copied' : 'Share'}
        </span>
      </button>
      <output className="visually-hidden">{copied && 'Link copied'}</output>
      <div ref={popover} popover="auto" className={popup.popover}>
        <label htmlFor="share-link">The clipboard is not available. Copy the link from here:</label>
        <input
          id="share-link"
          ref={field}
          readOnly
          value={shown}
          onFocus={(event) => event.target.select()}
        />
      </div>
    </>
  );
}
