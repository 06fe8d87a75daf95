/** Runs that an earlier visit left, unfinished or finished: the user decides whether one goes on or is shown again. */
import { create } from 'zustand';
import { originOf } from '../../../engine/tasks/index.ts';
import { emptyNetwork, networkIds, useLab } from '../../state.ts';
import { chooseRun } from './chooseRun.ts';
import { isHeld, lastRun } from './heldRuns.ts';
import { runShelf, runStore } from './keeping.ts';
import { notice, patchNetwork } from '../phase.ts';
import { failNetwork, rewound } from '../preparation.ts';
import { isReloaded } from '../reload.ts';
import { beginRun, canBegin } from '../run.ts';
import { openStored } from '../settings.ts';
import { isFinished, openRun, withMoments, type OpenedRun, type RunHead } from './storedRun.ts';

export const useOffer = create<{ offer?: OpenedRun }>()(() => ({}));

const withdraw = (): void => useOffer.setState({ offer: undefined });

async function freeOf(heads: readonly RunHead[]): Promise<Set<string>> {
  const held = await Promise.all(heads.map(({ id }) => isHeld(id)));
  return new Set(heads.filter((_, i) => !held[i]).map(({ id }) => id));
}

/** Reads a stored run; one that can't be used is removed and said. */
async function open(id: string): Promise<OpenedRun | undefined> {
  const opened = openRun(await runShelf.read(id));
  if (!opened) {
    notice(
      'A run from an earlier visit can’t be opened: it is damaged or comes from another version of this page.',
      'stored',
    );
    await runStore.remove(id);
  }
  return opened;
}

/** Offers what is stored, unless another window is at it. Never rejects: the page goes on without. */
export async function offerStored(): Promise<void> {
  const atOnce = isReloaded();
  try {
    const heads = await runShelf.heads();
    const head = chooseRun(heads, await freeOf(heads), lastRun());
    const offer = head && (await open(head.id));
    // Whoever has begun something else meanwhile wants that.
    if (!offer || useLab.getState().phase !== 'idle') return;
    if (atOnce) resume(offer);
    else useOffer.setState({ offer });
  } catch {
    // Without a database nothing can have been stored.
  }
}

/** An unfinished run is gone then, so that it is not there again after a reload; a finished one is kept. */
export async function discardOffer(): Promise<void> {
  const { offer } = useOffer.getState();
  if (!offer) return;
  withdraw();
  const { id } = offer.run;
  // A run that goes on in another window by now is not ours to remove.
  if (await isHeld(id)) return;
  if (isFinished(offer.run)) await runShelf.markSeen(id).catch(() => {});
  else await runStore.remove(id);
}

/** The run as it was, unless another window has taken it already. */
export async function acceptOffer(): Promise<void> {
  const { offer } = useOffer.getState();
  withdraw();
  if (offer) await take(offer);
}

async function take(opened: OpenedRun): Promise<void> {
  if (await isHeld(opened.run.id)) {
    notice('That run is already open in another window.', 'stored');
    return;
  }
  resume(opened);
}

/** Shows one of the stored runs, or goes on with it. */
export async function openStoredRun(id: string): Promise<void> {
  if (!canBegin(useLab.getState())) return;
  const opened = await open(id);
  if (opened && canBegin(useLab.getState())) await take(opened);
}

/**
 * The experiment as it was, and both curves. Networks with something left to do train on; those that have ended are
 * built again with their weights, and their numbers stay those of the run.
 */
function resume({ run, preset, experiment }: OpenedRun): void {
  withdraw();
  openStored(preset, experiment);
  runStore.adopt(run.id, isFinished(run));
  if (originOf(experiment).fromFile) showResults({ run, preset, experiment });
  else restart({ run, preset, experiment });
}

function restart({ run, experiment }: OpenedRun): void {
  const ids = networkIds.filter((id) => run[id] !== undefined);
  const keptIn = (id: 'a' | 'b') => {
    const stored = run[id];
    if (!stored?.kept) return undefined;
    const { result } = stored;
    return { ...(result ? withMoments(stored) : stored).kept!, result };
  };
  beginRun(
    'end',
    experiment,
    ids.filter((id) => !run[id]?.failure),
    { kept: { a: keptIn('a'), b: keptIn('b') }, elapsedMs: run.elapsedMs },
  );
  failStored(run);
}

function failStored(run: OpenedRun['run']): void {
  for (const id of networkIds) {
    const failure = run[id]?.failure;
    if (!failure) continue;
    patchNetwork(id, { ...rewound(id), diverged: failure.diverged });
    failNetwork(id, failure.error);
  }
}

/** Of a run on own data only what was measured comes back: its samples are in a file that is not open. */
function showResults({ run, experiment }: OpenedRun): void {
  const ended = (id: 'a' | 'b') => {
    const stored = run[id];
    if (!stored?.kept || !stored.result) return emptyNetwork;
    const { curve, checkpoint } = stored.kept;
    const { step, cut, rate, trials } = checkpoint;
    const { result } = stored;
    return { ...emptyNetwork, status: 'finished' as const, step, curve, cut, rate, trials, result };
  };
  useLab.setState(({ runId }) => ({
    runId: runId + 1,
    run: experiment,
    data: { done: 0, total: 0 },
    clock: { elapsedMs: run.elapsedMs },
    a: ended('a'),
    b: ended('b'),
    phase: 'finished',
    weightless: `The samples of this run are in ${run.file ?? 'a file'}, which is not open. Open it and train again.`,
  }));
  failStored(run);
}

/** A run that begins takes the place of the offer; what was offered stays among the earlier runs. Call once. */
export function withdrawOffers(): void {
  useLab.subscribe(({ run }, before) => {
    if (run !== undefined && run !== before.run) withdraw();
  });
}
