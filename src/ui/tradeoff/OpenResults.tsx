import { useId } from 'react';
import { addOpened } from '../archive/archive.ts';
import { openResults } from '../archive/results.ts';
import { browserShelf } from '../storage/shelf.ts';
import type { Outcome } from '../lab/openFile.ts';
import { FileInput } from '../saving/FileInput.tsx';
import { openedText } from './openedText.ts';
import styles from './tradeoff.module.css';

/** Some hundred thousand networks. */
const MAX_BYTES = 200e6;

async function open(file: File): Promise<Outcome> {
  try {
    if (file.size > MAX_BYTES) throw new Error('It is too large for a file of results.');
    const { entries, damaged } = openResults(await file.text());
    const combined = await addOpened(browserShelf, entries);
    return { failed: false, text: openedText(file.name, combined, damaged) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { failed: true, text: `${file.name} was not opened. ${reason}` };
  }
}

/** Results that were saved as JSON, here or in another browser, come back. */
export function OpenResults() {
  const id = useId();
  return (
    <div className={styles.open}>
      <label htmlFor={id}>Open results</label>
      <FileInput id={id} open={open} />
    </div>
  );
}
