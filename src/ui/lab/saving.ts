/** Saving files: asks the workers for what only they hold, and hands everything to the browser's downloads. */
import { create } from 'zustand';
import { encodeFile } from '../../engine/experiment/file.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { textFile, type ExportFile } from '../../engine/export/files.ts';
import type { ExportKind } from '../../engine/export/network.ts';
import { resultFiles } from '../../engine/export/results.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import type { ComparedPlans } from '../results/comparedPlans.ts';
import { networkIds, useLab } from '../state.ts';
import { packed, startDownload } from './download.ts';
import { networks } from './workers.ts';

/** What became of one button. */
type Outcome =
  | { state: 'busy' }
  | { state: 'saved'; name: string; bytes: number }
  /** What went wrong, as a sentence. */
  | { state: 'failed'; problem: string };

/** Of an older run it says nothing any more. */
export type Saving = Outcome & { runId: number };

export const useSaving = create<Record<string, Saving>>()(() => ({}));

type Exported = Extract<LabEvent, { type: 'exported' }>;
const pending = new Map<string, (event: Exported) => void>();
const keyOf = (id: NetworkId, what: ExportKind, runId: number) => `${runId} ${id} ${what}`;

/** A worker has answered. */
export function exported(id: NetworkId, event: Exported): void {
  const key = keyOf(id, event.what, event.runId);
  pending.get(key)?.(event);
  pending.delete(key);
}

async function ask(id: NetworkId, what: ExportKind): Promise<ExportFile[]> {
  const { runId } = useLab.getState();
  const answer = new Promise<Exported>((resolve) => {
    pending.set(keyOf(id, what, runId), resolve);
  });
  networks[id].post({ type: 'export', runId, what });
  const { files, problem } = await answer;
  if (problem !== undefined) throw new Error(problem);
  return files;
}

/** Makes files and downloads them: one as it is, several in a zip file named `name`. */
async function save(
  key: string,
  name: string,
  make: () => ExportFile[] | Promise<ExportFile[]>,
): Promise<void> {
  const { runId } = useLab.getState();
  const report = (saving: Outcome) => useSaving.setState({ [key]: { runId, ...saving } });
  report({ state: 'busy' });
  try {
    const file = packed(name, await make());
    startDownload(file);
    report({ state: 'saved', name: file.name, bytes: file.bytes.length });
  } catch (error) {
    report({ state: 'failed', problem: (error as Error).message });
  }
}

const ENDINGS = {
  model: 'tfjs',
  dense: 'tfjs-dense',
  weights: 'safetensors',
} as const satisfies Record<Exclude<ExportKind, 'dataset'>, string>;

export const saveNetwork = (id: NetworkId, what: keyof typeof ENDINGS): Promise<void> => {
  const { run, experiment } = useLab.getState();
  const name = `slimwave-${id}-${(run ?? experiment)[id].format}-${ENDINGS[what]}`;
  return save(`${what}.${id}`, name, () => ask(id, what));
};

/** From the first network whose worker still holds the samples. */
export const saveDataset = (): Promise<void> => {
  const state = useLab.getState();
  const id = networkIds.find((candidate) => state[candidate].status !== 'failed');
  return save('dataset', 'slimwave-dataset', () => {
    if (!id) throw new Error('Both networks have failed and their samples are lost: train again.');
    return ask(id, 'dataset');
  });
};

export const saveResults = (plans: ComparedPlans): Promise<void> => {
  const { run, experiment, a, b } = useLab.getState();
  return save('results', 'slimwave-results', () =>
    resultFiles(run ?? experiment, { a: { plan: plans.a, ...a }, b: { plan: plans.b, ...b } }),
  );
};

export const saveExperiment = (): Promise<void> => {
  const { experiment, preset } = useLab.getState();
  const name = 'slimwave-experiment';
  return save('experiment', name, () => [textFile(`${name}.json`, encodeFile(experiment, preset))]);
};
