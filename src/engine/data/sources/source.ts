/** How the samples of an origin are drawn and read; light enough for the page, which shows test samples by itself. */
import type { SampleParameters } from '../../experiment/parameters.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { SetName } from '../dataset.ts';

export type Drawn = Readonly<Record<SetName, SampleParameters[]>>;
/** What the parameters of samples are drawn from. */
export type Sampled = Pick<Experiment, 'scene' | 'source' | 'task' | 'modes' | 'data'>;

export interface SampleSource {
  /** Draws the parameters of the samples of a set, one with every call. Sample i does not depend on how many follow. */
  drawer(experiment: Sampled, set: SetName): () => SampleParameters;
  /** What a network takes in of a sample of this set, [...input], not yet scaled by the training set. */
  input(values: SampleParameters, experiment: Experiment, set: SetName): Float32Array;
  /** The field that belongs to a sample (m), where it has a formula; else a simulation makes it, or a file has it. */
  exact?(values: SampleParameters, experiment: Experiment, set: SetName): Float32Array;
  /** The times (s) of a sample's frames; none where only the user knows them. */
  times(experiment: Experiment): number[];
}
