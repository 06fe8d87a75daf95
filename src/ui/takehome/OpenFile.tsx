import { useId } from 'react';
import { useActions } from '../lab/context.ts';
import { FileInput } from '../saving/FileInput.tsx';
import section from '../shared/section.module.css';
import styles from './takehome.module.css';

/** Opens a file that is chosen; one that is dropped, the whole window takes (FileDrop). */
export function OpenFile() {
  const { files } = useActions();
  const id = useId();
  return (
    <div className={styles.openFile}>
      <label htmlFor={id} className={section.note}>
        Choose a file that was saved here, or drop it anywhere on the page. It replaces the
        settings.
      </label>
      <FileInput id={id} open={(file) => files.open(file)} />
    </div>
  );
}
