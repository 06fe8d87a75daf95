import { useShallow } from 'zustand/react/shallow';
import { useActions } from '../lab/context.ts';
import { SaveRow } from './SaveRow.tsx';
import { saveExperiment, saveNetwork, weightsOf } from './saving.ts';
import { networkIds, useLab } from '../state.ts';
import section from '../shared/section.module.css';

/** Saves what must not be lost with the page, wherever Take home is out of reach. */
export function Rescue() {
  const lab = useActions();
  const a = useLab(useShallow((state) => weightsOf(state.a, state.weightless)));
  const b = useLab(useShallow((state) => weightsOf(state.b, state.weightless)));
  const hasRun = useLab(({ run }) => run !== undefined);
  const weights = { a, b };
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
          actions={networkIds.map((id) => ({
            key: `weights.${id}`,
            label: `Save ${id.toUpperCase()}`,
            name: `Save ${id.toUpperCase()}: weights`,
            className: `network-${id}`,
            ready: weights[id].ready,
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
