/** How long a network's run is; apart from the training itself, for whoever shows it. */
import type { Experiment, NetworkId } from '../experiment/schema.ts';

export const compressedAfterwards = (experiment: Experiment, id: NetworkId): boolean =>
  experiment[id].route === 'after';

/** Steps of a network's whole run, fine-tuning included. */
export const stepsOf = (experiment: Experiment, id: NetworkId): number =>
  experiment.training.steps +
  (compressedAfterwards(experiment, id) ? experiment.training.fineTune : 0);
