import { useCopy } from '../shared/useCopy.ts';

/** Copies all findings; where the clipboard is closed to pages, the text is shown instead. */
export function CopyButton({ text }: { text: () => string }) {
  const { copied, shown, copy, button, popover, field } = useCopy<HTMLTextAreaElement>(text);
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
