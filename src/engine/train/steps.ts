/** How many steps a network's run has; separate from the training itself, for code that only displays it. */
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, specOf } from '../experiment/network.ts';

/** Test samples behind a point of the curve; the final error is taken over all of them. */
export const CURVE_TEST_SAMPLES = 64;

export const compressedAfterwards = (experiment: Experiment, id: NetworkId): boolean =>
  specOf(experiment, id).route === 'after';

/** Steps of a network's whole run, fine-tuning included. */
export const stepsOf = (experiment: Experiment, id: NetworkId): number =>
  experiment.training.steps +
  (compressedAfterwards(experiment, id) ? experiment.training.fineTune : 0);
