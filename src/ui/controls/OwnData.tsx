import { useCallback, useId, useState } from 'react';
import { useActions } from '../lab/context.ts';
import type { Outcome } from '../lab/openFile.ts';
import styles from './fields.module.css';

/** Opens a file of own data that is chosen; one that is dropped, the whole window takes (FileDrop). */
export function OwnData() {
  const { files } = useActions();
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>();
  const take = useCallback(
    (file?: File) => {
      if (!file) return;
      setOutcome({ failed: false, text: `${file.name} is being read…` });
      void files.open(file).then(setOutcome);
    },
    [files],
  );
  return (
    <section className={styles.ownData} aria-label="Data file">
      <label htmlFor={id}>
        Open a data file, or drop it anywhere on the page: .npz, HDF5 or safetensors, with inputs
        and outputs of at least two samples, up to 1 GB unpacked. It stays in this browser.
      </label>
      <input
        id={id}
        type="file"
        data-testid="own-data-file"
        accept=".npz,.h5,.hdf5,.safetensors"
        onChange={({ target }) => {
          take(target.files?.[0]);
          // So that the same file can be chosen again.
          target.value = '';
        }}
      />
      <output data-testid="own-data-outcome" data-state={outcome?.failed ? 'failed' : undefined}>
        {outcome?.text}
      </output>
    </section>
  );
}
