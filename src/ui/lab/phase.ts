/** What every part of a run does to the store. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { useLab, type NetworkState, type Phase } from '../state.ts';
import { wakingNow } from './wakingClock.ts';

const { getState: get, setState: set } = useLab;

/** Notices at most; older ones go. */
const MAX_NOTICES = 5;

/**
 * A sentence for the user. It takes the place of one with the same key, which names its cause, such as `run a`; without
 * a key it is never there twice.
 */
export const notice = (text: string, key = text): void =>
  set(({ notices }) => ({
    notices: [...notices.filter((one) => one.key !== key), { key, text }].slice(-MAX_NOTICES),
  }));

/** The cause of notices is gone: those with this key, and with keys that begin with it and a blank. */
export const withdrawNotices = (cause: string): void =>
  set(({ notices }) => {
    const left = notices.filter(({ key }) => key !== cause && !key.startsWith(`${cause} `));
    return left.length === notices.length ? {} : { notices: left };
  });

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
