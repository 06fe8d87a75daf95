/** The layouts in which samples can be saved, as they are offered; what writes them is loaded with the first file. */
import type { Experiment } from '../../experiment/schema.ts';
import { originOf } from '../../tasks/index.ts';

export const layoutIds = ['npz', 'pdebench', 'pdebench-seed', 'the-well', 'cno'] as const;
export type LayoutId = (typeof layoutIds)[number];

export interface LayoutName {
  title: string;
  /** What the file has and who reads it. */
  help: string;
}

export const layoutNames: Readonly<Record<LayoutId, LayoutName>> = {
  npz: {
    title: 'NumPy',
    help: 'dataset.npz for numpy.load: parameters in SI units (or input fields) and fields u in metres, training and test samples separately, with the medium, coordinates and output times. dataset.json names the axes and the parameters.',
  },
  pdebench: {
    title: 'PDEBench',
    help: 'One HDF5 file as PDEBench’s loaders read it: tensor [sample, t, x, y] in metres, nu (the speed of sound), coordinates, and the parameters of every sample. Test samples come first.',
  },
  'pdebench-seed': {
    title: 'PDEBench, by seed',
    help: 'One HDF5 file with a group for every sample, 0000, 0001, …, as PDEBench’s loaders read it: data [t, x, y, 1] in metres, grid with x, y and t, the medium and the parameters. Test samples come last.',
  },
  'the-well': {
    title: 'The Well',
    help: 'HDF5 files as The Well’s loader reads them, for training and for tests, in the folders data/train and data/test: displacement and medium as fields, with dimensions, scalars and boundary conditions.',
  },
  cno: {
    title: 'CNO',
    help: 'HDF5 as the wave benchmark of the convolutional neural operators has it: groups Sample_0_t_5, … with input u(0) and output u(T) in metres, and their extremes; the shifted test set in a file of its own.',
  },
};

/** CNO’s layout has one field as input and one as output. */
export const layoutsFor = (experiment: Pick<Experiment, 'task'>): LayoutId[] =>
  layoutIds.filter((id) => id !== 'cno' || originOf(experiment).id === 'modes');
