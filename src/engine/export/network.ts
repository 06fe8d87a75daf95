/** What can be saved of a network and its data, by name. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DataSets } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { datasetNpz, describeDataset } from './dataset.ts';
import { denseEquivalent } from './denseEquivalent.ts';
import { describeModel } from './description.ts';
import { jsonFile, type ExportFile } from './files.ts';
import { layersModelFiles } from './layersModel.ts';
import { modelSafetensors } from './weights.ts';

/**
 * model: tfjs with our layers; dense: tfjs with stock layers; weights: safetensors; dataset: the samples as .npz. Each
 * with a description in JSON.
 */
export const exportKinds = ['model', 'dense', 'weights', 'dataset'] as const;
export type ExportKind = (typeof exportKinds)[number];

export interface TrainedNetwork {
  model: LayersModel;
  experiment: Experiment;
  id: NetworkId;
  /** Complete and scaled. */
  sets: DataSets;
}

export const datasetFiles = (sets: DataSets, experiment: Experiment): ExportFile[] => [
  { name: 'dataset.npz', bytes: datasetNpz(sets, experiment) },
  jsonFile('dataset.json', describeDataset(experiment)),
];

export async function modelFiles(
  what: Exclude<ExportKind, 'dataset'>,
  { model, experiment, id, sets }: TrainedNetwork,
): Promise<ExportFile[]> {
  const scaling = { output: sets.scaling!, input: sets.inputScaling };
  const description = describeModel(model, experiment, id, scaling);
  switch (what) {
    case 'model':
      return [...(await layersModelFiles(model)), jsonFile('description.json', description)];
    case 'weights':
      return [
        { name: 'weights.safetensors', bytes: await modelSafetensors(model, description) },
        jsonFile('description.json', description),
      ];
    case 'dense': {
      const dense = denseEquivalent(model);
      try {
        const own = describeModel(dense, experiment, id, scaling);
        return [...(await layersModelFiles(dense)), jsonFile('description.json', own)];
      } finally {
        dense.dispose();
      }
    }
    default:
      return what satisfies never;
  }
}
