import { freeParameters } from '../../engine/experiment/parameters.ts';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import {
  type NetworkId,
  type NetworkSpec,
  specOf,
  hasNetwork,
  modelFor,
} from '../../engine/experiment/network.ts';
import { useLab } from '../state.ts';

interface Planned extends Pick<Experiment, 'task' | 'net'> {
  parameters: number;
  /** The network that this one is matched to, if any. */
  other: NetworkSpec | undefined;
  plan: NetworkPlan;
}

/**
 * Dragging in the scene makes a new experiment, but not a new network. Two plans of one network may be in use
 * at the same time, that of the run and that of the settings; some more are no loss.
 */
const known = new WeakMap<NetworkSpec, readonly Planned[]>();
const REMEMBERED = 8;

/** The layers of a network; the same object as before where nothing about them has changed. */
export function planOf(experiment: Experiment, id: NetworkId): NetworkPlan {
  const { task, net } = experiment;
  const network = specOf(experiment, id);
  const like = network.width === 'full' ? undefined : modelFor(experiment, id);
  const other = like && specOf(experiment, like);
  const parameters = freeParameters(experiment).length;
  const plans = known.get(network) ?? [];
  const found = plans.find(
    (planned) =>
      planned.task === task &&
      planned.net === net &&
      planned.other === other &&
      planned.parameters === parameters,
  );
  if (found) return found.plan;
  const plan = planNetwork(experiment, id);
  known.set(network, [{ task, net, parameters, other, plan }, ...plans].slice(0, REMEMBERED));
  return plan;
}

/** The network as the settings describe it now; undefined while they do not fit together. */
export const usePlan = (id: NetworkId): NetworkPlan | undefined =>
  useLab(({ experiment, issues }) =>
    issues.length === 0 && hasNetwork(experiment, id) ? planOf(experiment, id) : undefined,
  );
