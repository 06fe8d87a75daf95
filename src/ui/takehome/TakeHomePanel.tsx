import { useComparedPlans } from '../results/comparedPlans.ts';
import { saveDataset, saveExperiment, saveNetwork, saveResults } from '../lab/saving.ts';
import { networkIds, useLab, type LabState } from '../state.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { OpenFile } from './OpenFile.tsx';
import { SaveRow } from './SaveRow.tsx';

const kinds = [
  {
    what: 'model',
    title: 'TensorFlow.js model',
    help: 'model.json and weights.bin with Slimwave’s own convolution layers, every kernel in its format. Loads to the same bits, where Slimwave’s layer classes are registered. description.json says what goes in and comes out, in which units.',
  },
  {
    what: 'dense',
    title: 'TensorFlow.js model, dense',
    help: 'The same network with stock layers only: loads with tf.loadLayersModel anywhere. Every kernel is written out dense, so that it is larger and agrees with the network to rounding (10⁻⁵).',
  },
  {
    what: 'weights',
    title: 'Safetensors',
    help: 'All weights as stored, named layer/weight, for Python. The metadata and description.json list the layers with format, rank, kernel size, stride and padding.',
  },
] as const;

/** Why a network's weights can't be saved now. */
export function networkReason({ status, error }: LabState[NetworkId]): string | undefined {
  switch (status) {
    case 'paused':
    case 'finished':
      return undefined;
    case 'training':
      return 'it is training; pause to save its weights.';
    case 'failed':
      return error ?? 'it has failed.';
    case 'empty':
    case 'preparing':
    case 'ready':
      return 'it has no weights before training.';
    default:
      return status satisfies never;
  }
}

/** Why the samples can't be saved now. */
function datasetReason({ run, data }: LabState): string | undefined {
  if (!run) return 'The data set is made when training begins.';
  return data.total > 0 && data.done === data.total ? undefined : 'The samples are being made.';
}

export function TakeHomePanel() {
  return (
    <>
      <section className="results-section" aria-labelledby="networks-title">
        <h2 id="networks-title">Trained networks</h2>
        <Networks />
      </section>
      <section className="results-section" aria-labelledby="data-title">
        <h2 id="data-title">Data, results, settings</h2>
        <Others />
      </section>
      <section className="results-section" aria-labelledby="open-title">
        <h2 id="open-title">Open an experiment file</h2>
        <OpenFile />
      </section>
      <p className="results-foot">
        Files are made in this page and go to your downloads. Nothing leaves this machine.
      </p>
    </>
  );
}

function Networks() {
  const a = useLab((state) => networkReason(state.a));
  const b = useLab((state) => networkReason(state.b));
  const reasons = { a, b };
  return (
    <>
      {networkIds.map((id) => (
        <p key={id} className="results-note">
          {reasons[id] && `Network ${id.toUpperCase()}: ${reasons[id]}`}
        </p>
      ))}
      {kinds.map(({ what, title, help }) => (
        <SaveRow
          key={what}
          title={title}
          help={help}
          actions={networkIds.map((id) => ({
            key: `${what}.${id}`,
            label: `Save ${id.toUpperCase()}`,
            name: `Save ${id.toUpperCase()}: ${title}`,
            className: `network-${id}`,
            reason: reasons[id],
            save: () => saveNetwork(id, what),
          }))}
        />
      ))}
    </>
  );
}

function Others() {
  const dataset = useLab(datasetReason);
  const plans = useComparedPlans();
  const fits = useLab(({ issues }) => issues.length === 0);
  const unfit = fits ? undefined : 'The settings do not fit together.';
  const results = plans ? undefined : unfit;
  const notes = new Set([dataset, results, unfit].filter((reason) => reason !== undefined));
  return (
    <>
      {[...notes].map((reason) => (
        <p key={reason} className="results-note">
          {reason}
        </p>
      ))}
      <SaveRow
        title="Data set, NumPy"
        help="dataset.npz for numpy.load: parameters in SI units (or input fields) and fields u in metres, training and test samples apart, with the output times in seconds. dataset.json names the axes and the parameters."
        actions={[
          {
            key: 'dataset',
            label: 'Save',
            name: 'Save the data set',
            reason: dataset,
            save: saveDataset,
          },
        ]}
      />
      <SaveRow
        title="Curves and tables, CSV"
        help="Learning curves, comparison and layers of both networks as CSV, and all of it in one JSON file. Of the current run, or of the settings before one. Errors are fractions, times in ms, memory in bytes."
        actions={[
          {
            key: 'results',
            label: 'Save',
            name: 'Save curves and tables',
            reason: results,
            save: async () => plans && saveResults(plans),
          },
        ]}
      />
      <SaveRow
        title="Experiment file"
        help="The settings as they are now, in a few lines of JSON that this page and the command line open again. The same keys as in a link."
        actions={[
          {
            key: 'experiment',
            label: 'Save',
            name: 'Save the experiment',
            reason: unfit,
            save: saveExperiment,
          },
        ]}
      />
    </>
  );
}
