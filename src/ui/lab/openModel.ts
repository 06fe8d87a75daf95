/** What becomes of a trained model that was read: weights that were waited for, or a question to the user. */
import type { StoreApi } from 'zustand/vanilla';
import { DataFileError } from '../../engine/files/arrays.ts';
import { candidateNamed, type Candidate } from '../../engine/import/candidate.ts';
import type { ModelFile } from '../../engine/import/modelFile.ts';
import { conversionOf } from '../../engine/import/readModel.ts';
import { sniffModel } from '../../engine/import/sniff.ts';
import { specOf } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { weightsMisfit } from '../../engine/nets/loaded.ts';
import { sourceOf } from './media.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';
import { waitingFor, type OpenedWeights } from './weights.ts';

/** Whether the file is a trained model. Rejects for one of PyTorch's or Keras's own, which must be converted. */
export async function isModel(file: File): Promise<boolean> {
  const kind = await sniffModel(sourceOf(file));
  const conversion = conversionOf(kind, file.name);
  if (conversion !== undefined) throw new DataFileError(conversion);
  return kind === 'model';
}

/** The weights of a candidate as the lab keeps them. */
export const openedWeights = ({
  file,
  weights,
}: Pick<Candidate, 'file' | 'weights'>): OpenedWeights => ({
  name: file,
  weights,
  misfit: (experiment, id) => weightsMisfit(weights, experiment, id),
});

/** The model as a network of the settings waits for it; a file that does not fit them is none. */
function awaited(
  model: ModelFile,
  experiment: Experiment,
  fingerprint: string,
): Candidate | undefined {
  try {
    return candidateNamed(model, experiment, fingerprint);
  } catch (error) {
    if (error instanceof DataFileError) return undefined;
    throw error;
  }
}

interface Around extends Parts {
  settings: Settings;
  shown: StoreApi<{ file?: ModelFile }>;
}

/** Says what became of it. */
export function openModel(
  model: ModelFile,
  { store, dispatch, weights, settings, shown }: Around,
): string {
  const { experiment } = store.getState();
  const waiting = waitingFor(experiment, weights());
  for (const id of waiting) {
    const candidate = awaited(model, experiment, specOf(experiment, id).weights);
    if (!candidate) continue;
    dispatch({ type: 'open weights', opened: openedWeights(candidate) });
    settings.judgeAgain();
    return `${model.name} is open: network ${id.toUpperCase()} begins with its weights.`;
  }
  shown.setState({ file: model });
  return `${model.name} is a trained network: say what to do with it.`;
}
