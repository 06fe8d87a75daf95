import { useMemo } from 'react';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import { useLab } from '../state.ts';

export interface ComparedPlans {
  a: NetworkPlan;
  b: NetworkPlan;
}

/** Of the run if there is one, since the measured numbers belong to it; else of the settings. */
export function useComparedPlans(): ComparedPlans | undefined {
  const experiment = useLab((state) => state.run ?? state.experiment);
  const valid = useLab((state) => state.run !== undefined || state.issues.length === 0);
  return useMemo(
    () =>
      valid
        ? { a: planNetwork(experiment, experiment.a), b: planNetwork(experiment, experiment.b) }
        : undefined,
    [valid, experiment],
  );
}
