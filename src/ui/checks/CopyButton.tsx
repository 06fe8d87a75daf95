import { useId } from 'react';
import { useCopy } from '../shared/useCopy.ts';
import styles from './checks.module.css';
import popup from '../shared/popover.module.css';

interface CopyButtonProps {
  text: () => string;
  label: string;
  /** What a screen reader says once it is copied. */
  done: string;
}

/** Copies a text; where the clipboard is closed to pages, the text is shown instead. */
export function CopyButton({ text, label, done }: CopyButtonProps) {
  const id = useId();
  const { copied, shown, copy, button, popover, field } = useCopy<HTMLTextAreaElement>(text);
  return (
    <>
      <button ref={button} type="button" className={styles.copyButton} onClick={() => void copy()}>
        {copied ? 'Copied' : label}
      </button>
      <output className="visually-hidden">{copied && done}</output>
      <div ref={popover} popover="auto" className={`${popup.popover} ${styles.copyPopover}`}>
        <label htmlFor={id}>The clipboard is not available. Copy the text from here:</label>
        <textarea
          id={id}
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
