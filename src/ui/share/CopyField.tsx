import { useId } from 'react';
import { useCopy } from '../shared/useCopy.ts';
import popup from '../shared/popover.module.css';
import styles from './share.module.css';

interface CopyFieldProps {
  label: string;
  text: string;
  /** Of the button. */
  copy: string;
  rows: number;
}

const CLOSED =
  'The clipboard is not available. The text is selected: copy it with the keyboard or the menu.';

/** A text to read, and a button that copies it; where the clipboard is closed to pages, it is selected instead. */
export function CopyField({ label, text, copy, rows }: CopyFieldProps) {
  const id = useId();
  const {
    copied,
    shown,
    copy: start,
    button,
    popover,
    field,
  } = useCopy<HTMLTextAreaElement>(() => text);
  return (
    <div className={styles.copyField}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={field}
        readOnly
        rows={rows}
        value={text}
        translate="no"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
      />
      <button ref={button} type="button" onClick={() => void start()}>
        {copied ? 'Copied' : copy}
      </button>
      <output className="visually-hidden">{copied ? 'Copied' : shown !== '' && CLOSED}</output>
      <div ref={popover} popover="auto" className={popup.popover}>
        {CLOSED}
      </div>
    </div>
  );
}
