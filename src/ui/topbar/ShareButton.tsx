import { useEffect, useRef, useState } from 'react';
import { shareLink } from '../lab/settings.ts';
import { Icon } from '../shared/Icon.tsx';
import { placeNear } from '../shared/place.ts';

const CONFIRMATION_MS = 2500;

/** Copies a link to these settings; where the clipboard is closed to pages, the link is shown instead. */
export function ShareButton() {
  const [copied, setCopied] = useState(false);
  const [link, setLink] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const share = async () => {
    const text = shareLink();
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setLink(text);
      popover.current?.showPopover();
      if (popover.current && button.current) placeNear(popover.current, button.current);
      field.current?.focus();
    }
  };

  return (
    <>
      <button ref={button} type="button" className="quiet share" onClick={() => void share()}>
        <Icon name="link" />
        <span className="share-word" data-copied={copied || undefined}>
          {copied ? 'Link copied' : 'Share'}
        </span>
      </button>
      <output className="visually-hidden">{copied && 'Link copied'}</output>
      <div ref={popover} popover="auto" className="popover">
        <label htmlFor="share-link">The clipboard is not available. Copy the link from here:</label>
        <input
          id="share-link"
          ref={field}
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
        />
      </div>
    </>
  );
}
