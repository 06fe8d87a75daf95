import { useShallow } from 'zustand/react/shallow';
import { useComparedPlans } from '../networks/comparedPlans.ts';
import {
  saveDataset,
  saveExperiment,
  saveNetwork,
  saveResults,
  weightsOf,
} from '../saving/saving.ts';
import { useActions } from '../lab/context.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { networkName } from '../networks/networkName.ts';
import { formatCount } from '../shared/numbers.ts';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { useLab, type LabState } from '../state.ts';
import { EarlierRuns } from './EarlierRuns.tsx';
import { OpenFile } from './OpenFile.tsx';
import { SaveRow } from '../saving/SaveRow.tsx';
import section from '../shared/section.module.css';

const kinds = [
  {
    what: 'model',
    title: 'TensorFlow.js',
    help: 'model.json and weights.bin with Slimwave’s own convolution layers, every kernel in its format. Loads bit for bit where Slimwave’s layer classes are registered. description.json describes inputs and outputs with their units.',
  },
  {
    what: 'dense',
    title: 'TensorFlow.js, dense',
    help: 'The same network with stock layers only: loads with tf.loadLayersModel anywhere. Every kernel is written as a dense one, so the file is larger, and results agree with the network up to rounding (10⁻⁵).',
  },
  {
    what: 'weights',
    title: 'Safetensors',
    help: 'All weights as stored, named layer/weight, for Python. The metadata and description.json list the layers with format, rank, kernel size, stride and padding.',
  },
] as const;

/** Whether the samples can be saved now, and what is to be said of them. */
function samplesOf({ run, data, weightless }: LabState): { ready: boolean; note: string } {
  if (weightless !== undefined) return { ready: false, note: weightless };
  if (!run) return { ready: false, note: 'The data set is made when training starts.' };
  if (data.done < data.total) return { ready: false, note: 'The data set is being made.' };
  const { train, test } = run.data;
  return {
    ready: true,
    note: `The data set has ${formatCount(train)} training and ${formatCount(test)} test samples.`,
  };
}

export function TakeHomePanel() {
  return (
    <>
      <section className={section.section} aria-labelledby="networks-title">
        <h2 id="networks-title">Trained networks</h2>
        <Networks />
      </section>
      <section className={section.section} aria-labelledby="data-title">
        <h2 id="data-title">Data, results, settings</h2>
        <Others />
      </section>
      <section className={section.section} aria-labelledby="earlier-title">
        <h2 id="earlier-title">Earlier runs</h2>
        <EarlierRuns />
      </section>
      <section className={section.section} aria-labelledby="open-title">
        <h2 id="open-title">Open an experiment file</h2>
        <OpenFile />
      </section>
      <p className={section.foot}>
        Files are made on this page and saved to your downloads. Nothing leaves this machine.
      </p>
    </>
  );
}

function Networks() {
  const lab = useActions();
  const ids = useNetworkIds();
  const notes = useLab(
    useShallow(({ networks, weightless }) =>
      ids.map((id) => weightsOf(networks[id], weightless).note),
    ),
  );
  const ready = useLab(
    useShallow(({ networks, weightless }) =>
      ids.map((id) => weightsOf(networks[id], weightless).ready),
    ),
  );
  const run = useLab((state) => state.run);
  const moved = useLab(settingsMoved);
  return (
    <>
      {moved && <p className={section.note}>{MOVED}</p>}
      {ids.map((id, i) => (
        <p
          key={id}
          className={section.note}
        >{`Network ${id.toUpperCase()}${run ? ` (${networkName(run, id)})` : ''}: ${notes[i]}`}</p>
      ))}
      {kinds.map(({ what, title, help }) => (
        <SaveRow
          key={what}
          title={title}
          help={help}
          actions={ids.map((id, i) => ({
            key: `${what}.${id}`,
            label: `Save ${id.toUpperCase()}`,
            name: `Save ${id.toUpperCase()}: ${title}`,
            className: `network-${id}`,
            ready: ready[i],
            save: () => saveNetwork(lab, id, what),
          }))}
        />
      ))}
    </>
  );
}

function Others() {
  const lab = useActions();
  const samples = useLab(useShallow(samplesOf));
  const plans = useComparedPlans();
  const fits = useLab(({ issues }) => issues.length === 0);
  return (
    <>
      <p className={section.note}>{samples.note}</p>
      {!fits && (
        <p className={section.note}>Some settings conflict. Fix the marked ones, then save.</p>
      )}
      <SaveRow
        title="Data set, NumPy"
        help="dataset.npz for numpy.load: parameters in SI units (or input fields) and fields u in metres, training and test samples separately, with the output times in seconds. dataset.json names the axes and the parameters."
        actions={[
          {
            key: 'dataset',
            label: 'Save',
            name: 'Save the data set',
            ready: samples.ready,
            save: () => saveDataset(lab),
          },
        ]}
      />
      <SaveRow
        title="Curves and tables, CSV"
        help="Learning curves, comparison and layers of all networks as CSV, and everything in one JSON file. From the current run, or from the settings if there is no run. Errors are fractions, times in ms, memory in bytes; the last column is the link of the experiment."
        actions={[
          {
            key: 'results',
            label: 'Save',
            name: 'Save curves and tables',
            ready: plans !== undefined,
            save: async () => plans && saveResults(plans),
          },
        ]}
      />
      <SaveRow
        title="Experiment file"
        help="The current settings, in a few lines of JSON that this page and the command line can open. The same keys as in a link."
        actions={[
          {
            key: 'experiment',
            label: 'Save',
            name: 'Save the experiment',
            ready: fits,
            save: saveExperiment,
          },
        ]}
      />
    </>
  );
}
