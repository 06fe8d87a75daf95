import { useMemo } from 'react';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { useLab } from '../state.ts';

/** The network as the settings describe it now; undefined while they do not fit together. */
export function usePlan(id: NetworkId): NetworkPlan | undefined {
  const scene = useLab((state) => state.experiment.scene);
  const source = useLab((state) => state.experiment.source);
  const task = useLab((state) => state.experiment.task);
  const net = useLab((state) => state.experiment.net);
  const network = useLab((state) => state.experiment[id]);
  const valid = useLab((state) => state.issues.length === 0);
  return useMemo(
    () => (valid ? planNetwork({ scene, source, task, net }, network) : undefined),
    [valid, scene, source, task, net, network],
  );
}
