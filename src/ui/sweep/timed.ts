/** Training steps whose time is known. */
import { useMemo } from 'react';
import { idsOf } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { groupOf, type Entry } from '../archive/entry.ts';
import { useLab, type LabState } from '../state.ts';

export type Timed = Pick<Entry, 'group' | 'stepMs' | 'macs'>;

/** What was measured when the backend was chosen: all that there is before the first run. */
export function measuredSteps({ backend, asked }: Pick<LabState, 'backend' | 'asked'>): Timed[] {
  const stepMs = backend?.figures.find(({ name }) => name === backend.name)?.stepMs;
  if (!stepMs || !asked) return [];
  const { measured } = asked;
  return idsOf(measured).map((id) => ({
    group: groupOf(measured),
    stepMs: stepMs[id],
    macs: planNetwork(measured, id).totals.macs,
  }));
}

/** Those of the trained networks and those of the measurement. */
export function useTimed(entries: readonly Entry[]): readonly Timed[] {
  const backend = useLab((state) => state.backend);
  const asked = useLab((state) => state.asked);
  return useMemo(
    () => [...entries, ...measuredSteps({ backend, asked })],
    [entries, backend, asked],
  );
}
