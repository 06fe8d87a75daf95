/** What a run keeps in memory, counted before it begins. */
import { idsOf, type NetworkId } from '../experiment/network.ts';
import type { Experiment } from '../experiment/schema.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { product, sum } from '../math.ts';
import { planNetwork, type NetworkPlan } from '../nets/plan.ts';

/** Samples of one network (bytes of float32). */
export function sampleBytes(experiment: Experiment): number {
  const { data } = experiment;
  const { grid, channels, input } = taskIo(experiment);
  const values = channels * product(grid) + product(input);
  return 4 * values * (data.train + data.test);
}

/** Weights, optimizer and activations of one training step (bytes). The gradients are as large as the weights. */
export function stepBytes({ training }: Pick<Experiment, 'training'>, { totals }: NetworkPlan) {
  const fixed = 2 * totals.weightBytes + totals.optimizerBytes + totals.rebuildBytes;
  return fixed + training.batch * totals.activationBytes;
}

/** Of all networks of a valid experiment: each has its own samples. */
export const runBytes = (
  experiment: Experiment,
  planOf: (experiment: Experiment, id: NetworkId) => NetworkPlan = planNetwork,
): number =>
  sum(
    idsOf(experiment).map(
      (id) => stepBytes(experiment, planOf(experiment, id)) + sampleBytes(experiment),
    ),
  );
