/** The files of a network and its data. */
import type { DataSets } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import { datasetNpz, describeDataset } from './dataset.ts';
import { jsonFile, type ExportFile } from './files.ts';

export { modelFiles } from './bundle/bundle.ts';
export type { TrainedNetwork } from './bundle/facts.ts';

export const datasetFiles = (sets: DataSets, experiment: Experiment): ExportFile[] => [
  { name: 'dataset.npz', bytes: datasetNpz(sets, experiment) },
  jsonFile('dataset.json', describeDataset(experiment)),
];
