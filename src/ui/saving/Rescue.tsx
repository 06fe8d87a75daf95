import { useShallow } from 'zustand/react/shallow';
import { useActions } from '../lab/context.ts';
import { SaveRow } from './SaveRow.tsx';
import { saveExperiment, saveNetwork, weightsOf } from './saving.ts';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { useLab } from '../state.ts';
import section from '../shared/section.module.css';

/** Saves what must not be lost with the page, wherever Take home is out of reach. */
export function Rescue() {
  const lab = useActions();
  const ids = useNetworkIds();
  const ready = useLab(
    useShallow(({ networks, weightless }) =>
      ids.map((id) => weightsOf(networks[id], weightless).ready),
    ),
  );
  const hasRun = useLab(({ run }) => run !== undefined);
  return (
    <div>
      <SaveRow
        title="Settings"
        help="The experiment as a file, which this page opens again."
        actions={[
          {
            key: 'experiment',
            label: 'Save',
            name: 'Save the experiment',
            ready: true,
            save: saveExperiment,
          },
        ]}
      />
      {hasRun && (
        <SaveRow
          title="Networks"
          help="All weights as safetensors, with a description of the layers."
          actions={ids.map((id, i) => ({
            key: `weights.${id}`,
            label: `Save ${id.toUpperCase()}`,
            name: `Save ${id.toUpperCase()}: weights`,
            className: `network-${id}`,
            ready: ready[i],
            save: () => saveNetwork(lab, id, 'weights'),
          }))}
        />
      )}
      {hasRun && (
        <p className={section.note}>
          The run is also kept in this browser: a reload offers it again.
        </p>
      )}
    </div>
  );
}
