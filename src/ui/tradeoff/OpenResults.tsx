import { useId } from 'react';
import { addEntries } from '../archive/archive.ts';
import { openResults } from '../archive/results.ts';
import { countOf } from '../shared/numbers.ts';
import { browserShelf } from '../storage/shelf.ts';
import type { Outcome } from '../lab/openFile.ts';
import { FileInput } from '../saving/FileInput.tsx';
import styles from './tradeoff.module.css';

/** Some hundred thousand networks. */
const MAX_BYTES = 200e6;

async function open(file: File): Promise<Outcome> {
  try {
    if (file.size > MAX_BYTES) throw new Error('It is too large for a file of results.');
    const { entries, damaged } = openResults(await file.text());
    await addEntries(browserShelf, entries);
    const left = damaged > 0 ? ` ${countOf(damaged, 'network')} in it can’t be used.` : '';
    return {
      failed: false,
      text: `${file.name}: ${countOf(entries.length, 'network')} added. They are shown with their settings.${left}`,
    };
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
