import {
  fromArray,
  freeParameters,
  middleParameters,
  type SampleParameters,
} from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { sampleCoefficients } from '../modes/series.ts';
import { randomStream } from '../random.ts';
import { hasModes, isOwn } from '../tasks/io.ts';
import { sampleCounts, type SetName } from './dataset.ts';

/**
 * The free parameters of all samples, drawn uniformly from their intervals. Sample i does not depend on how
 * many are drawn in all, so that a larger data set contains the smaller.
 */
export function sampleParameters(
  experiment: Pick<Experiment, 'scene' | 'source' | 'task' | 'modes' | 'data'>,
): Readonly<Record<SetName, SampleParameters[]>> {
  if (isOwn(experiment)) throw new Error('The samples of own data come from a file.');
  if (hasModes(experiment)) return sampleModes(experiment);
  const { data } = experiment;
  const parameters = freeParameters(experiment);
  const draw = (label: string, count: number): SampleParameters[] => {
    const random = randomStream(data.seed, label);
    return Array.from({ length: count }, () =>
      fromArray(parameters.map(({ low, high }) => low + (high - low) * random.uniform())),
    );
  };
  return {
    train: draw('training parameters', data.train),
    test: draw('test parameters', data.test),
    shifted: [],
  };
}

/** The amplitudes of random fields, as `others` of samples that have no source. */
function sampleModes(
  experiment: Pick<Experiment, 'task' | 'modes' | 'data'>,
): Readonly<Record<SetName, SampleParameters[]>> {
  const { modes, data } = experiment;
  const counts = sampleCounts(experiment);
  const draw = (set: SetName, count: number): SampleParameters[] => {
    const random = randomStream(data.seed, `${set} modes`);
    return Array.from({ length: counts[set] }, () => ({
      x: 0,
      y: 0,
      frequency: 0,
      others: [...sampleCoefficients(count, random)],
    }));
  };
  return {
    train: draw('train', modes.count),
    test: draw('test', modes.count),
    shifted: draw('shifted', modes.shiftCount),
  };
}

type Sampled = Parameters<typeof sampleParameters>[0];

/** One test sample (0-based), without drawing those that no one asked for. */
export function testSample(experiment: Sampled, index: number): SampleParameters {
  const data = { ...experiment.data, train: 0, test: index + 1 };
  return sampleParameters({ ...experiment, data }).test[index];
}

/**
 * What is shown of an experiment at first: the middle of its free parameters. Random fields have no middle (all
 * amplitudes zero is silence), of them it is the first test sample.
 */
export const firstParameters = (experiment: Sampled): SampleParameters =>
  hasModes(experiment) ? testSample(experiment, 0) : middleParameters(experiment);
