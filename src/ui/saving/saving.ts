/** What the buttons of the panel do, and what became of it. */
import { create } from 'zustand';
import { encodeFile } from '../../engine/opening/file.ts';
import { type NetworkId, specOf, idsOf } from '../../engine/experiment/network.ts';
import { problemOf, textFile, type ExportFile } from '../../engine/export/files.ts';
import type { LayoutId } from '../../engine/export/datasets/layoutNames.ts';
import { modelKinds, type ModelKind } from '../../engine/export/kinds.ts';
import { resultFiles, type NetworkOutcome, type Outcomes } from '../../engine/export/results.ts';
import type { ComparedPlans } from '../networks/comparedPlans.ts';
import { networkName } from '../networks/networkName.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { formatCount } from '../shared/numbers.ts';
import { useLab, type NetworkState } from '../state.ts';
import type { OnFiles } from '../lab/exports.ts';
import type { Lab } from '../lab/lab.ts';
import { currentProvenance } from './provenance.ts';
import { packed, startDownload } from './download.ts';

/** Whether a network's weights can be saved now, and what is to be said of them. */
export function weightsOf(
  { status, step, error }: NetworkState,
  weightless?: string,
): { ready: boolean; note: string } {
  if (weightless !== undefined && status === 'finished') {
    return { ready: false, note: 'its weights are no longer in this browser.' };
  }
  switch (status) {
    case 'paused':
    case 'finished':
      return { ready: true, note: `weights after ${formatCount(step)} steps.` };
    case 'training':
      return { ready: false, note: 'pause to save its weights.' };
    case 'failed':
      return { ready: false, note: error ?? 'it has failed.' };
    case 'empty':
    case 'placing':
    case 'preparing':
    case 'waiting':
    case 'ready':
    case 'lost':
      return { ready: false, note: 'it has no weights before training.' };
    default:
      return status satisfies never;
  }
}

/** What became of one button. */
type Outcome =
  /** `progress`, in samples, where it takes long. */
  | { state: 'busy'; progress?: { done: number; total: number } }
  | { state: 'saved'; name: string; bytes: number }
  /** What went wrong, as a sentence. */
  | { state: 'failed'; problem: string }
  /** Without a file. */
  | { state: 'done' };

/** Of an older run it says nothing any more. */
export type Saving = Outcome & { runId: number };

export const useSaving = create<Record<string, Saving>>()(() => ({}));

/** Makes files and downloads them: one as it is, several in a zip file named `name`. */
export async function save(
  key: string,
  name: string,
  make: (onProgress: OnFiles) => ExportFile[] | Promise<ExportFile[]>,
): Promise<void> {
  await attempt(key, async (report) => {
    const onProgress: OnFiles = (done, total) =>
      report({ state: 'busy', progress: { done, total } });
    const file = packed(name, await make(onProgress));
    startDownload(file);
    return { state: 'saved', name: file.name, bytes: file.bytes.length };
  });
}

/** Whatever a button does that takes time: what became of it, or why it failed, stands beside it. */
export async function attempt(
  key: string,
  act: (report: (outcome: Outcome) => void) => Promise<Outcome>,
): Promise<void> {
  const { runId } = useLab.getState();
  const report = (saving: Outcome) => useSaving.setState({ [key]: { runId, ...saving } });
  report({ state: 'busy' });
  try {
    report(await act(report));
  } catch (error) {
    report({ state: 'failed', problem: problemOf(error) });
  }
}

export const saveNetwork = (lab: Lab, id: NetworkId, what: ModelKind): Promise<void> => {
  const { format } = specOf(comparedExperiment(useLab.getState()), id);
  const name = `slimwave-${id}-${format}-${modelKinds[what]}`;
  return save(`${what}.${id}`, name, () => lab.askForFiles(id, what));
};

/** The first network whose worker still holds the samples. */
function holderOfSamples(): NetworkId | undefined {
  const state = useLab.getState();
  return idsOf(comparedExperiment(state)).find(
    (candidate) => state.networks[candidate].status !== 'failed',
  );
}

export const saveDataset = (lab: Lab, layout: LayoutId): Promise<void> => {
  const id = holderOfSamples();
  return save('dataset', `slimwave-dataset-${layout}`, (onProgress) => {
    if (!id) throw new Error('All networks have failed and their samples are lost: train again.');
    return lab.askForFiles(id, `dataset-${layout}`, onProgress);
  });
};

export function cancelDataset(lab: Lab, layout: LayoutId): void {
  const id = holderOfSamples();
  if (id) lab.cancelFiles(id, `dataset-${layout}`);
}

/** What is known of the networks that are compared. */
export function outcomesOf(plans: ComparedPlans): Outcomes {
  const state = useLab.getState();
  const compared = comparedExperiment(state);
  return new Map(
    [...plans].map(([id, plan]): [NetworkId, NetworkOutcome] => [
      id,
      { name: networkName(compared, id), plan, ...state.networks[id] },
    ]),
  );
}

export const saveResults = (plans: ComparedPlans): Promise<void> => {
  const state = useLab.getState();
  const { link, stem } = currentProvenance();
  return save('results', `${stem}-results`, () =>
    resultFiles(comparedExperiment(state), outcomesOf(plans), state.series?.done, link),
  );
};

export const saveExperiment = (): Promise<void> => {
  const { experiment, preset } = useLab.getState();
  const name = 'slimwave-experiment';
  return save('experiment', name, () => [textFile(`${name}.json`, encodeFile(experiment, preset))]);
};
