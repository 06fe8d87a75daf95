/** An unfinished run that an earlier visit left: the user decides whether it goes on. */
import { create } from 'zustand';
import { networkIds, useLab } from '../state.ts';
import { isHeld } from './heldRuns.ts';
import { runStore } from './keeping.ts';
import { notice, patchNetwork } from './phase.ts';
import { failNetwork, rewound } from './preparation.ts';
import { beginRun } from './run.ts';
import { openStored } from './settings.ts';
import { openRun, type OpenedRun } from './storedRun.ts';

export const useOffer = create<{ offer?: OpenedRun }>()(() => ({}));

const withdraw = (): void => useOffer.setState({ offer: undefined });

/** Offers what is stored, unless another window is at it. Never rejects: the page goes on without. */
export async function offerStored(): Promise<void> {
  let stored: unknown;
  try {
    stored = await runStore.read();
  } catch {
    // Without a database nothing can have been stored.
    return;
  }
  if (stored === undefined) return;
  const offer = openRun(stored);
  if (!offer) {
    notice(
      'An unfinished run of an earlier visit can’t go on: it is damaged or from another version of this page.',
    );
    await runStore.clear();
    return;
  }
  if (await isHeld(offer.run.id)) return;
  // Whoever has begun something else meanwhile wants that.
  if (useLab.getState().phase === 'idle') useOffer.setState({ offer });
}

/**
 * It goes when it is gone, so that it is not there again after a reload. A run that goes on in another window by now
 * is not ours to remove.
 */
export async function discardOffer(): Promise<void> {
  const { offer } = useOffer.getState();
  if (!offer) return;
  if (!(await isHeld(offer.run.id))) await runStore.remove(offer.run.id);
  withdraw();
}

/** The experiment as it was, both curves, and training goes on, unless it does so in another window already. */
export async function acceptOffer(): Promise<void> {
  const { offer } = useOffer.getState();
  withdraw();
  if (!offer) return;
  if (await isHeld(offer.run.id)) {
    notice('That run goes on in another window already.');
    return;
  }
  const { run, preset, experiment } = offer;
  openStored(preset, experiment);
  runStore.adopt(run.id);
  const ids = networkIds.filter((id) => run[id] !== undefined);
  const kept = { a: run.a?.kept, b: run.b?.kept };
  beginRun(
    'end',
    experiment,
    ids.filter((id) => !run[id]?.failure),
    { kept, elapsedMs: run.elapsedMs },
  );
  for (const id of ids) {
    const failure = run[id]?.failure;
    if (!failure) continue;
    patchNetwork(id, { ...rewound(id), diverged: failure.diverged });
    failNetwork(id, failure.error);
  }
}

/** A run that begins takes the place of the one that was offered. Call once. */
export function withdrawOffers(): void {
  useLab.subscribe(({ run }, before) => {
    if (run !== undefined && run !== before.run) void discardOffer();
  });
}
