import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import {
  layoutNames,
  layoutsFor,
  type LayoutId,
} from '../../engine/export/datasets/layoutNames.ts';
import { useActions } from '../lab/context.ts';
import { cancelDataset, saveDataset } from '../saving/saving.ts';
import { SaveRow, useCurrent } from '../saving/SaveRow.tsx';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { useLab } from '../state.ts';

const KEY = 'dataset';

/** The samples in one of the layouts; `ready` if they are there. */
export function DatasetRow({ ready }: { ready: boolean }) {
  const lab = useActions();
  const layouts = useLab(useShallow((state) => layoutsFor(comparedExperiment(state))));
  const [chosen, setChosen] = useState<LayoutId>('npz');
  const layout = layouts.includes(chosen) ? chosen : layouts[0];
  const busy = useCurrent(KEY)?.state === 'busy';
  return (
    <SaveRow
      title="Data set"
      help={layoutNames[layout].help}
      choice={
        <select
          aria-label="Layout of the data set"
          value={layout}
          disabled={busy}
          onChange={(event) => setChosen(event.target.value as LayoutId)}
        >
          {layouts.map((id) => (
            <option key={id} value={id}>
              {layoutNames[id].title}
            </option>
          ))}
        </select>
      }
      actions={[
        {
          key: KEY,
          label: 'Save',
          name: 'Save the data set',
          ready,
          save: () => saveDataset(lab, layout),
          cancel: () => cancelDataset(lab, layout),
        },
      ]}
    />
  );
}
