import { useState } from 'react';
import type { Outcome } from '../lab/openFile.ts';
import saveRow from './SaveRow.module.css';

interface FileInputProps {
  id: string;
  open: (file: File) => Promise<Outcome>;
  /** Endings and types of the files. */
  accept?: string;
  /** Id of a sentence on what is wrong with the file that is open. */
  errorId?: string;
}

/** Chooses a file that was saved here, and says what became of it. */
export function FileInput({
  id,
  open,
  accept = '.json,application/json',
  errorId,
}: FileInputProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-invalid={errorId !== undefined || undefined}
        aria-describedby={errorId}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // So that the same file can be chosen again.
          if (file)
            void open(file)
              .then(setOutcome)
              .finally(() => (target.value = ''));
        }}
      />
      <output className={saveRow.outcome} data-state={outcome?.failed ? 'failed' : undefined}>
        {outcome?.text}
      </output>
    </>
  );
}
