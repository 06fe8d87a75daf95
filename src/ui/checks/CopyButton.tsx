import { useEffect, useRef, useState } from 'react';
import { placeNear } from '../shared/place.ts';

const CONFIRMATION_MS = 2500;

/** Copies all findings; where the clipboard is closed to pages, the text is shown instead. */
export function CopyButton({ text }: { text: () => string }) {
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const content = text();
    try {
      await navigator.clipboard.writeText(content);
      setCopied(true);
    } catch {
      setShown(content);
      popover.current?.showPopover();
      if (popover.current && button.current) placeNear(popover.current, button.current);
      field.current?.focus();
    }
  };

  return (
    <>
      <button ref={button} type="button" className="copy-button" onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy as text'}
      </button>
      <output className="visually-hidden">{copied && 'All findings are copied.'}</output>
      <div ref={popover} popover="auto" className="popover copy-popover">
        <label htmlFor="copy-text">The clipboard is not available. Copy the text from here:</label>
        <textarea
          id="copy-text"
          ref={field}
          readOnly
          rows={12}
          value={shown}
          onFocus={(event) => event.target.select()}
        />
      </div>
    </>
  );
}
