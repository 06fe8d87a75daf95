/** What every part of a run does to the store. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { useLab, type NetworkState, type Phase } from '../state.ts';
import { wakingNow } from './wakingClock.ts';

const { getState: get, setState: set } = useLab;

/** A sentence for the user; the latest few are shown. */
export const notice = (text: string) =>
  set(({ notices }) => ({ notices: [...notices.slice(-4), text] }));

export const patchNetwork = (id: NetworkId, patch: Partial<NetworkState>) =>
  set((state) => ({ [id]: { ...state[id], ...patch } }));

export const runs = (phase: Phase): boolean =>
  phase === 'simulating' || phase === 'training' || phase === 'pausing';

export function setPhase(phase: Phase): void {
  const { clock } = get();
  const now = wakingNow();
  const sinceStart = clock.runningSince === undefined ? 0 : now - clock.runningSince;
  const runningSince = runs(phase) ? now : undefined;
  set({ phase, clock: { elapsedMs: clock.elapsedMs + sinceStart, runningSince } });
}
