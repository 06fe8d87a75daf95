import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ModelKind } from '../../engine/export/kinds.ts';
import { BYTES_PER_WEIGHT, type NetworkPlan } from '../../engine/nets/plan.ts';
import { useActions } from '../lab/context.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { useComparedPlans } from '../networks/comparedPlans.ts';
import { networkName } from '../networks/networkName.ts';
import { useNetworkIds } from '../networks/useNetworkIds.ts';
import { saveNetwork, weightsOf } from '../saving/saving.ts';
import { SaveRow } from '../saving/SaveRow.tsx';
import { formatPrefixed } from '../shared/numbers.ts';
import section from '../shared/section.module.css';
import { Segmented } from '../shared/Segmented.tsx';
import { useLab } from '../state.ts';
import styles from './takehome.module.css';

type Kernels = 'factorised' | 'dense';

const choices = [
  { value: 'factorised', label: 'In their format' },
  { value: 'dense', label: 'Dense' },
] as const;

const EXPLAINED: Readonly<Record<Kernels, string>> = {
  factorised: 'Every factor is a small convolution of its own.',
  dense: 'Larger files, the same forecasts to rounding.',
};

interface Library {
  title: string;
  help: string;
  what: Readonly<Record<Kernels, ModelKind>>;
}

const EXTRAS =
  'With it come the first test sample, its forecast, a program that forecasts it and prints the difference, and a model card.';

const libraries: readonly Library[] = [
  {
    title: 'ONNX',
    help: `network.onnx, for ONNX Runtime in Python, C++ or a browser, for any number of samples, and a second file for one sample at a time. Input and output have channels first. ${EXTRAS}`,
    what: { factorised: 'onnx', dense: 'onnx-dense' },
  },
  {
    title: 'PyTorch',
    help: `slimwave_network.py, a readable module with all layers by their names, and their weights in safetensors. It needs only PyTorch. ${EXTRAS}`,
    what: { factorised: 'pytorch', dense: 'pytorch-dense' },
  },
  {
    title: 'TensorFlow.js',
    help: `model.json and weights.bin for tf.loadLayersModel. With kernels in their format it needs Slimwave’s layers, and computes the same bits; with dense ones it loads anywhere. ${EXTRAS}`,
    what: { factorised: 'model', dense: 'dense' },
  },
  {
    title: 'Safetensors',
    help: 'All weights as stored, named layer/weight, whatever is chosen above. The metadata and description.json list the layers with format, rank, kernel size, stride and padding.',
    what: { factorised: 'weights', dense: 'weights' },
  },
];

/** Bytes of a network's weights in a file. */
const bytesOf = ({ layers, totals }: NetworkPlan, kernels: Kernels): number =>
  kernels === 'factorised'
    ? totals.weightBytes
    : BYTES_PER_WEIGHT * layers.reduce((sum, { denseParameters }) => sum + denseParameters, 0);

/** The archive of a library with such kernels, for screen readers and tests. */
const archiveName = ({ title, what }: Library, kernels: Kernels): string =>
  kernels === 'dense' && what.dense !== what.factorised ? `${title}, dense` : title;

export function TrainedNetworks() {
  const lab = useActions();
  const ids = useNetworkIds();
  const [kernels, setKernels] = useState<Kernels>('factorised');
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
  const plans = useComparedPlans();
  const size = (id: (typeof ids)[number]): string => {
    const plan = plans?.get(id);
    return plan ? ` ${formatPrefixed(bytesOf(plan, kernels), 'B')}.` : '';
  };
  return (
    <>
      {moved && <p className={section.note}>{MOVED}</p>}
      {ids.map((id, i) => (
        <p
          key={id}
          className={section.note}
        >{`Network ${id.toUpperCase()}${run ? ` (${networkName(run, id)})` : ''}: ${notes[i]}${ready[i] ? size(id) : ''}`}</p>
      ))}
      <div className={styles.kernels}>
        <span>Kernels</span>
        <Segmented label="Kernels" options={choices} value={kernels} onChange={setKernels} />
        <span className={section.note}>{EXPLAINED[kernels]}</span>
      </div>
      {libraries.map((library) => (
        <SaveRow
          key={library.title}
          title={library.title}
          help={library.help}
          actions={ids.map((id, i) => ({
            key: `${library.what[kernels]}.${id}`,
            label: `Save ${id.toUpperCase()}`,
            name: `Save ${id.toUpperCase()}: ${archiveName(library, kernels)}`,
            className: `network-${id}`,
            ready: ready[i],
            save: () => saveNetwork(lab, id, library.what[kernels]),
          }))}
        />
      ))}
    </>
  );
}
