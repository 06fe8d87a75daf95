/** What the samples of a simulated experiment have in common. */
import { freeParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';

export type SimulatedExperiment = Pick<Experiment, 'scene' | 'source' | 'zone' | 'task'>;

/** Whether all samples have one geometry and one material. */
export const sharesModel = (experiment: SimulatedExperiment): boolean =>
  freeParameters(experiment).every(({ key }) => key.startsWith('source.'));
