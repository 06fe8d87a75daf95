import { useId, useState } from 'react';
import { useActions } from '../lab/context.ts';
import type { Outcome } from '../lab/openFile.ts';
import saveRow from '../saving/SaveRow.module.css';
import section from '../shared/section.module.css';
import styles from './takehome.module.css';

/** Opens a file that is chosen; one that is dropped, the whole window takes (FileDrop). */
export function OpenFile() {
  const { files } = useActions();
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>();

  return (
    <div className={styles.openFile}>
      <label htmlFor={id} className={section.note}>
        Choose a file that was saved here, or drop it anywhere on the page. It replaces the
        settings.
      </label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // So that the same file can be chosen again.
          if (file)
            void files
              .open(file)
              .then(setOutcome)
              .finally(() => (target.value = ''));
        }}
      />
      <output className={saveRow.outcome} data-state={outcome?.failed ? 'failed' : undefined}>
        {outcome?.text}
      </output>
    </div>
  );
}
