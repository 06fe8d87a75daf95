import { useId, useState } from 'react';
import { useActions } from '../lab/context.ts';
import type { Outcome } from '../lab/openFile.ts';
import { ChangeData } from '../notices/ChangeData.tsx';
import { DataReading } from '../notices/DataReading.tsx';
import { useLab } from '../state.ts';
import styles from './fields.module.css';

/** Opens files of own data that are chosen; those that are dropped, the whole window takes (FileDrop). */
export function OwnData() {
  const { files: opener } = useActions();
  const id = useId();
  const opened = useLab((state) => state.dataFile);
  const [outcome, setOutcome] = useState<Outcome>();
  const take = (files: readonly File[]) => {
    const [file, ...more] = files;
    if (!file) return;
    const name = more.length > 0 ? `${files.length} files are` : `${file.name} is`;
    setOutcome({ failed: false, text: `${name} being read…` });
    void opener.open(file, ...more).then(setOutcome);
  };
  const said = outcome?.text ?? opened;
  return (
    <section className={styles.ownData} aria-label="Data file">
      <label htmlFor={id}>
        Open a data file, or drop it anywhere on the page: HDF5, netCDF 4, MATLAB 7.3, .npy, .npz or
        safetensors, of any size and with any names. Files that belong together can be chosen
        together. They stay in this browser.
      </label>
      <input
        id={id}
        type="file"
        multiple
        data-testid="own-data-file"
        accept=".npz,.npy,.h5,.hdf5,.nc,.nc4,.mat,.safetensors,.bin,.raw,.dat,.pt"
        onChange={({ target }) => {
          take([...(target.files ?? [])]);
          // So that the same file can be chosen again.
          target.value = '';
        }}
      />
      <output data-testid="own-data-outcome" data-state={outcome?.failed ? 'failed' : undefined}>
        {said}
      </output>
      {opened !== undefined && (
        <div>
          {outcome?.failed && <span>{`${opened} `}</span>}
          <ChangeData onOutcome={setOutcome} />
          <DataReading />
        </div>
      )}
    </section>
  );
}
