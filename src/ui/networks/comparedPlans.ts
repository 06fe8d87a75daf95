import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { useShallow } from 'zustand/react/shallow';
import { planOf } from './plans.ts';
import { useLab } from '../state.ts';

export interface ComparedPlans {
  a: NetworkPlan;
  b: NetworkPlan;
}

/** Of the run if there is one, since the measured numbers belong to it; else of the settings. */
export const useComparedPlans = (): ComparedPlans | undefined =>
  useLab(
    useShallow(({ run, experiment, issues }) => {
      if (run === undefined && issues.length > 0) return undefined;
      const planned = run ?? experiment;
      return { a: planOf(planned, 'a'), b: planOf(planned, 'b') };
    }),
  );
