/** What an archive of a trained network is made from, and what it consists of. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DataSets } from '../../data/dataset.ts';
import type { NetworkId } from '../../experiment/network.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { ModelDescription } from '../description.ts';
import { jsonFile, type ExportFile } from '../files.ts';
import { channelsFirst } from '../portable/axes.ts';
import type { End, PortableIo } from '../portable/io.ts';
import type { PortableNetwork } from '../portable/network.ts';
import type { CardOptions, TrainingState } from './card.ts';
import { npyFiles, type ModelSample } from './sample.ts';

export interface TrainedNetwork {
  model: LayersModel;
  experiment: Experiment;
  id: NetworkId;
  /** Complete and scaled. */
  sets: DataSets;
  training: TrainingState;
}

/** What all archives of a network are made from. */
export interface Facts extends TrainedNetwork {
  description: ModelDescription;
  /** With the kernels as they are stored. */
  network: PortableNetwork;
  io: PortableIo;
  /** Channels last. */
  sample: ModelSample;
}

/** What is of one library. */
export type Archive = Pick<CardOptions, 'title' | 'use' | 'layout' | 'kernels'> & {
  files: readonly (readonly [file: ExportFile, what: string])[];
};

/** What a model is, for programs: its axes in the order of the archive. */
export interface ArchiveDescription extends ModelDescription {
  layout: Archive['layout'];
  /** value = mean + unit · scaled, of numbers or channels; a single pair holds for all of them. */
  scaling: Readonly<Record<'input' | 'output', Pick<End, 'mean' | 'unit'>>>;
}

const withoutGrid = ({ mean, unit }: End) => ({ mean, unit });

export function archiveDescription(
  { description, io }: Pick<Facts, 'description' | 'io'>,
  layout: Archive['layout'],
): ArchiveDescription {
  const { input, output } = description;
  const first = layout === 'channels first';
  return {
    ...description,
    layout,
    input: first && 'axes' in input ? { ...input, axes: channelsFirst(input.axes) } : input,
    output: first ? { ...output, axes: channelsFirst(output.axes) } : output,
    scaling: { input: withoutGrid(io.input), output: withoutGrid(io.output) },
  };
}

export const describedAs = (description: ArchiveDescription): readonly [ExportFile, string] => [
  jsonFile('description.json', description),
  'inputs, outputs, scaling and layers',
];

/** What the parts of a sample are. */
export const SAMPLE_WORDS = {
  input: 'the first test sample, scaled as the model wants it',
  forecast: 'what the network made of it in Slimwave',
  truth: 'what is true',
};

export const sampleFiles = (sample: ModelSample): [ExportFile, string][] =>
  npyFiles(sample).map((file) => {
    const name = /_(\w+)\.npy$/.exec(file.name)![1] as keyof typeof SAMPLE_WORDS;
    return [file, SAMPLE_WORDS[name]];
  });
