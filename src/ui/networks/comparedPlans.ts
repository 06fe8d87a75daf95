import { type NetworkId, idsOf } from '../../engine/experiment/network.ts';
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { useShallow } from 'zustand/react/shallow';
import { planOf } from './plans.ts';
import { useLab } from '../state.ts';
import { comparedExperiment } from './useNetworkIds.ts';

/** By network, in order. */
export type ComparedPlans = ReadonlyMap<NetworkId, NetworkPlan>;

/** Of the run if there is one, since the measured numbers belong to it; otherwise of the settings. */
export const useComparedPlans = (): ComparedPlans | undefined =>
  useLab(
    useShallow((state) => {
      if (state.run === undefined && state.issues.length > 0) return undefined;
      const planned = comparedExperiment(state);
      return new Map(idsOf(planned).map((id) => [id, planOf(planned, id)]));
    }),
  );
