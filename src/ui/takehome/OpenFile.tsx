import { useEffect, useId, useState } from 'react';
import { formatPrefixed } from '../shared/numbers.ts';
import { openExperimentFile } from '../lab/settings.ts';

/** An experiment file has a few hundred bytes. */
const MAX_BYTES = 100_000;

/** What came of it, as a sentence. */
interface Outcome {
  failed: boolean;
  text: string;
}

async function openFile(file: File): Promise<Outcome> {
  if (file.size > MAX_BYTES) {
    const size = formatPrefixed(file.size, 'B');
    return {
      failed: true,
      text: `${file.name} is no experiment file: it has ${size}, and such a file has a few hundred bytes.`,
    };
  }
  try {
    openExperimentFile(new Uint8Array(await file.arrayBuffer()));
    return { failed: false, text: `${file.name} is open.` };
  } catch (error) {
    return { failed: true, text: `${file.name} was not opened. ${(error as Error).message}` };
  }
}

/** Opens a file that is chosen, or dropped anywhere on the page while this is in view. */
export function OpenFile() {
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      // A browser would leave the page for the file.
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void openFile(file).then(setOutcome);
    };
    window.addEventListener('dragover', allow);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', allow);
      window.removeEventListener('drop', drop);
    };
  }, []);

  return (
    <div className="open-file">
      <label htmlFor={id} className="results-note">
        Choose a file that was saved here, or drop it anywhere on the page. It takes the place of
        the settings.
      </label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // So that the same file can be chosen again.
          if (file)
            void openFile(file)
              .then(setOutcome)
              .finally(() => (target.value = ''));
        }}
      />
      <output className="save-outcome" data-state={outcome?.failed ? 'failed' : undefined}>
        {outcome?.text}
      </output>
    </div>
  );
}
