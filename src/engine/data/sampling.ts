import { fromArray, freeParameters, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { randomStream } from '../random.ts';

/**
 * The free parameters of all samples, drawn uniformly from their intervals. Sample i does not depend on how
 * many are drawn in all, so that a larger data set contains the smaller.
 */
export function sampleParameters(experiment: Pick<Experiment, 'scene' | 'source' | 'data'>): {
  train: SampleParameters[];
  test: SampleParameters[];
} {
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
  };
}
