import { fromArray, freeParameters, normalise } from '../../experiment/parameters.ts';
import { randomStream } from '../../random.ts';
import { outputsOf } from '../../scene/timing.ts';
import { outputTimes } from 'slimwave-waves/scene/timing';
import type { SampleSource } from './source.ts';

/** Simulated scenes: the free parameters are drawn uniformly from their intervals and are the input, normalised. */
export const scene: SampleSource = {
  drawer(experiment, set) {
    const parameters = freeParameters(experiment);
    const label = set === 'train' ? 'training parameters' : `${set} parameters`;
    const random = randomStream(experiment.data.seed, label);
    return () =>
      fromArray(parameters.map(({ low, high }) => low + (high - low) * random.uniform()));
  },
  input: normalise,
  times: (experiment) => outputTimes(outputsOf(experiment)),
};
