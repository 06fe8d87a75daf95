import { fromArray, freeParameters, normalise } from '../../experiment/parameters.ts';
import type { SampleParameters } from '../../experiment/parameters.ts';
import { randomStream } from '../../random.ts';
import { outputsOf, outputTimes } from '../../scene/timing.ts';
import type { SampleSource } from './source.ts';

/** Simulated scenes: the free parameters are drawn uniformly from their intervals and are the input, normalised. */
export const scene: SampleSource = {
  draw(experiment) {
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
  },
  input: normalise,
  times: (experiment) => outputTimes(outputsOf(experiment)),
};
