/** How many steps a network's run has; separate from the training itself, for code that only displays it. */
import type { Experiment } from '../experiment/schema.ts';
import { isLoaded, type NetworkId, specOf } from '../experiment/network.ts';

/** Test samples behind a point of the curve; the final error is taken over all of them. */
export const CURVE_TEST_SAMPLES = 64;

export const compressedAfterwards = (experiment: Experiment, id: NetworkId): boolean =>
  specOf(experiment, id).route === 'after';

/** Whether it begins with trained weights from a file that are not trained any further. */
export function keepsWeights(experiment: Experiment, id: NetworkId): boolean {
  const spec = specOf(experiment, id);
  return isLoaded(spec) && spec.loaded === 'keep';
}

/** Steps before a network is compressed, where it is compressed after training; otherwise all steps of its run. */
export const stepsBeforeCut = (experiment: Experiment, id: NetworkId): number =>
  keepsWeights(experiment, id) ? 0 : experiment.training.steps;

/** Steps of a network's whole run, fine-tuning included; none for trained weights that are kept. */
export const stepsOf = (experiment: Experiment, id: NetworkId): number =>
  stepsBeforeCut(experiment, id) +
  (compressedAfterwards(experiment, id) ? experiment.training.fineTune : 0);
