/** The samples of an experiment as their parameters, wherever they come from. */
import { middleParameters, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { originOf } from '../tasks/index.ts';
import { sampleCounts, type SetName } from './dataset.ts';
import { sourceOf } from './sources/index.ts';
import type { Drawn, Sampled } from './sources/source.ts';

/**
 * The free parameters of all samples. Sample i does not depend on how many are drawn in all, so that a larger data set
 * contains the smaller. Throws for own data.
 */
export function sampleParameters(experiment: Sampled): Drawn {
  const counts = sampleCounts(experiment);
  const drawSet = (set: SetName): SampleParameters[] => {
    if (counts[set] === 0) return [];
    const draw = sourceOf(experiment).drawer(experiment, set);
    return Array.from({ length: counts[set] }, draw);
  };
  return { train: drawSet('train'), test: drawSet('test'), shifted: drawSet('shifted') };
}

/** One test sample (0-based), without drawing those that no one asked for. */
export function testSample(experiment: Sampled, index: number): SampleParameters {
  const data = { ...experiment.data, train: 0, test: index + 1 };
  return sampleParameters({ ...experiment, data }).test[index];
}

/**
 * What is shown of an experiment at first: the middle of its free parameters. Without a scene there is no middle (a
 * random field with all amplitudes zero is silence): there it is the first test sample.
 */
export const firstParameters = (experiment: Sampled): SampleParameters =>
  originOf(experiment).simulated ? middleParameters(experiment) : testSample(experiment, 0);

/** What a network takes in of a sample, not yet scaled by the training set. */
export const networkInput = (
  values: SampleParameters,
  experiment: Experiment,
  set: SetName = 'test',
): Float32Array => sourceOf(experiment).input(values, experiment, set);
