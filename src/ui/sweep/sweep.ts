/**
 * A sweep: runs of some networks each, one after the other, until all are done or somebody cancels. What was asked for
 * is stored, and what is done is read from the trained networks, so that it continues after a reload or a crash.
 */
import { networkIds, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { mediumAskedFor, mediumMissing } from '../../engine/scene/mediumFile.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { loadArchive, useArchive } from '../archive/archive.ts';
import { keyOf } from '../archive/entry.ts';
import { canTrain, reaches } from '../lab/actions.ts';
import type { Lab } from '../lab/lab.ts';
import { planOf } from '../networks/plans.ts';
import type { RunHead } from '../lab/stored/storedRun.ts';
import type { LabState } from '../state.ts';
import { clear, giveUp, reasonOf, take, type Keeping } from './keeping.ts';
import { leftIn, trainedIn } from './left.ts';
import type { Order } from './order.ts';
import { keysOf, sweepPlan, type SweepPlan, type SweepQueue } from './queue.ts';
import { useSweep } from './state.ts';

const { getState: get, setState: set } = useSweep;

/** Why a sweep can't begin, as a sentence. */
export function whyNoSweep(state: LabState): string | undefined {
  return whyBusy(state) ?? (canTrain(state) ? undefined : 'A sweep needs valid settings.');
}

/** Why nothing can begin or continue now, as a sentence. */
export function whyBusy({ phase }: Pick<LabState, 'phase'>): string | undefined {
  if (phase === 'paused') return 'A run is paused: finish it or press Reset first.';
  return phase === 'idle' || phase === 'finished'
    ? undefined
    : 'Networks are being trained: wait until they finish, or press Stop and Reset first.';
}

/** Why a sweep can't continue, as a sentence. */
export function whyNotOn(lab: Lab, { experiment, file, fileKey }: Order): string | undefined {
  const { fromFile, simulated } = originOf(experiment);
  if (simulated && mediumMissing(experiment.scene)) {
    return `${mediumAskedFor(experiment.scene)}: open that file first.`;
  }
  if (!fromFile) return undefined;
  const open = lab.state().course.file;
  const isOpen = fileKey === undefined ? open?.name === file : open?.data.fingerprint === fileKey;
  if (open && isOpen) return undefined;
  return open?.name === file && file !== undefined
    ? `${file} has changed since the sweep began: open the file as it was then.`
    : `Its samples are in ${file ?? 'a file'}: open that file first.`;
}

/** Resolves when the run has ended: true if it finished, false if it was stopped or can't continue. */
async function endOf({ store }: Lab, runId: number): Promise<boolean> {
  const state = await reaches(
    store,
    ({ runId: now, phase }) => now !== runId || phase === 'finished' || phase === 'paused',
  );
  return state.runId === runId && state.phase === 'finished';
}

const keyIn = (experiment: Experiment, id: NetworkId, fileKey?: string): string =>
  keyOf(experiment, id, planOf(experiment, id), fileKey);

/** Unfinished runs that are stored and have some of these networks; a series goes on by itself. */
async function interrupted(lab: Lab, wanted: ReadonlySet<string>): Promise<RunHead[]> {
  // Without a database there is none.
  const heads = await lab.stored.list().catch(() => []);
  return heads.filter((head) => {
    const { experiment, notes } = decodeLink(head.link);
    const usable = !head.finished && !head.seeds && notes.length === 0;
    const ids = networkIds.filter((id) => head[id] && !head[id].failed);
    return usable && ids.some((id) => wanted.has(keyIn(experiment, id)));
  });
}

/** Begins the next run, or continues one that was interrupted: its number, or undefined if it can't. */
async function beginNext(lab: Lab, queue: SweepQueue, first: boolean): Promise<number | undefined> {
  const idle = lab.store.getState().runId;
  const wanted = queue.runs.flatMap(({ networks }) => networks.map(({ key }) => key));
  const [stored] = first ? await interrupted(lab, new Set(wanted)) : [];
  // One that can't be read is trained anew.
  if (stored === undefined || !(await lab.stored.goOn(stored.id).catch(() => false))) {
    const [{ experiment, networks }] = queue.runs;
    const ids = networks.map(({ id }) => id);
    if (!get().cancelled) lab.run.begin('end', experiment, ids);
  }
  const { runId } = lab.store.getState();
  return runId === idle ? undefined : runId;
}

/** The networks of a run that has ended, and what went wrong with them. */
function ended({ run, networks, fileKey }: LabState): { key: string; error?: string }[] {
  if (!run) return [];
  const ids = networkIds.filter((id) => networks[id].status !== 'empty');
  return ids.map((id) => {
    const { status, error = '' } = networks[id];
    return { key: keyIn(run, id, fileKey), error: status === 'failed' ? error : undefined };
  });
}

const titleIn = ({ runs }: SweepQueue, key: string): string =>
  runs.flatMap(({ networks }) => networks).find((network) => network.key === key)?.title ??
  'A network';

/** Trains all that is left; what is finished is kept as it comes. True if nothing is left. */
async function trainAll(lab: Lab, plan: SweepPlan): Promise<boolean> {
  const over = new Set<string>();
  for (let first = true; !get().cancelled; first = false) {
    const queue = leftIn(plan, useArchive.getState().entries, over);
    set({ queue });
    if (queue.runs.length === 0) return true;
    const runId = await beginNext(lab, queue, first);
    if (runId === undefined) return false;
    // It was cancelled while a stored run was being read.
    if (get().cancelled) await lab.run.setAside();
    if (!(await endOf(lab, runId))) return false;
    const networks = ended(lab.store.getState());
    const failures = networks.filter(({ error }) => error !== undefined);
    const said = failures.map(({ key, error }) => `${titleIn(queue, key)}: ${error}`);
    set(({ problems }) => ({ problems: [...problems, ...said] }));
    for (const { key } of networks) over.add(key);
  }
  return false;
}

/**
 * Starts or continues a sweep; a new one takes the place of the one that is shown. Never rejects: whatever happens, the
 * page is free afterwards, and the outcome says how far it came.
 */
export async function carryOut(lab: Lab, keeping: Keeping, asked: Order): Promise<void> {
  const { sweeping, phase, fileKey } = lab.store.getState();
  if (sweeping || whyBusy({ phase }) !== undefined) return;
  lab.store.setState({ sweeping: true });
  set({ problems: [], cancelled: false, outcome: undefined, notice: undefined });
  // Sweeps of earlier versions have none: from here on their file is the one that is open.
  const order = { ...asked, fileKey: asked.fileKey ?? fileKey };
  try {
    const taken = await take(keeping, order);
    if (taken) await carryThrough(lab, keeping, order, taken.release);
  } finally {
    set({ queue: undefined });
    lab.store.setState({ sweeping: false });
  }
}

/** A sweep that this window has taken; `release` gives it back, if it is stored. */
async function carryThrough(
  lab: Lab,
  keeping: Keeping,
  order: Order,
  release?: () => void,
): Promise<void> {
  set({ order });
  const plan = sweepPlan(order);
  try {
    await loadArchive(keeping.networks);
    const complete = await trainAll(lab, plan);
    if (complete && release) await clear(keeping);
    if (complete) set({ order: undefined, kept: false });
    set({ outcome: outcomeOf(complete, plan) });
  } catch (reason) {
    set({
      outcome: `The sweep stopped because of a fault (${reasonOf(reason)}): ${trainedText(plan)}. Resume tries again.`,
    });
  } finally {
    release?.();
  }
}

function trainedText(plan: SweepPlan): string {
  const trained = trainedIn(plan, useArchive.getState().entries);
  return `${trained} of ${keysOf(plan).length} networks are trained`;
}

function outcomeOf(complete: boolean, plan: SweepPlan): string {
  const kept = trainedText(plan);
  if (complete) return `Done: ${kept}.`;
  return get().cancelled
    ? `Cancelled: ${kept}.`
    : `The sweep could not continue: ${kept}. Resume tries again.`;
}

/** Ends the sweep now; the networks in training are set aside and can be continued with it. */
export async function cancelSweep(lab: Lab): Promise<void> {
  if (!lab.store.getState().sweeping || get().cancelled) return;
  set({ cancelled: true });
  await lab.run.setAside();
}

/** Gives up a sweep that could continue, and what is stored of its networks in training. */
export async function discardSweep(lab: Lab, keeping: Keeping): Promise<void> {
  const { order } = get();
  if (!order || lab.store.getState().sweeping) return;
  set({ outcome: undefined, notice: undefined });
  if (!(await giveUp(keeping))) return;
  set({ order: undefined, kept: false });
  const runs = await interrupted(lab, new Set(keysOf(sweepPlan(order))));
  for (const { id, savedAt } of runs) {
    // What is older is a run of the user's.
    if (savedAt >= order.startedAt) await lab.stored.remove(id);
  }
}
