/** A sweep: runs of some networks each, one after the other, until all are done or somebody cancels. */
import { create } from 'zustand';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { canTrain, reaches } from '../lab/actions.ts';
import type { Lab } from '../lab/lab.ts';
import { networkIds } from '../../engine/experiment/network.ts';
import { useLab, type LabState } from '../state.ts';
import { experimentOf, type SweepChoice, type SweepQueue, type SweepRun } from './queue.ts';

interface Sweep {
  choice: SweepChoice;
  /** The settings when it was started: later changes do not touch it. */
  base?: Experiment;
  runs: readonly SweepRun[];
  /** Number of networks in all runs, and of those whose training has ended. */
  count: number;
  done: number;
  /** Index of the run in progress. */
  current: number;
  /** What went wrong with single networks, one sentence each. */
  problems: readonly string[];
  /** Whether the user has ended it. */
  cancelled: boolean;
  /** How the last sweep ended, as a sentence. */
  outcome?: string;
}

export const useSweep = create<Sweep>()(() => ({
  choice: {
    formats: ['classical', 'kernel-cp', 'one-way', 'tucker-2'],
    kept: '50%, 25%, 12.5%',
    narrow: true,
    narrowConvolutions: false,
    after: false,
    rangeTest: true,
  },
  runs: [],
  count: 0,
  done: 0,
  current: 0,
  problems: [],
  cancelled: false,
}));

const { getState: get, setState: set } = useSweep;

export const choose = (change: Partial<SweepChoice>): void =>
  set(({ choice }) => ({ choice: { ...choice, ...change } }));

/** Why a sweep can't begin, as a sentence. */
export function whyNoSweep(state: LabState): string | undefined {
  if (state.phase === 'paused') return 'A run is paused: finish it or press Reset first.';
  if (state.phase !== 'idle' && state.phase !== 'finished')
    return 'Networks are being trained: wait until they finish, or press Stop and Reset first.';
  return canTrain(state) ? undefined : 'A sweep needs valid settings.';
}

/** Resolves when the run has ended: true if it finished, false if it was stopped or can't continue. */
async function endOf(runId: number): Promise<boolean> {
  const state = await reaches(
    useLab,
    ({ runId: now, phase }) => now !== runId || phase === 'finished' || phase === 'paused',
  );
  return state.runId === runId && state.phase === 'finished';
}

/** Counts the networks of a run that has ended, and says what went wrong with them. */
function closeRun(run: SweepRun): void {
  const state = useLab.getState();
  const problems = run.flatMap(({ title }, i) => {
    const { status, error } = state.networks[networkIds[i]];
    return status === 'failed' ? [`${title}: ${error}`] : [];
  });
  set((sweep) => ({
    done: sweep.done + run.length,
    problems: [...sweep.problems, ...problems],
  }));
}

/** Trains all networks of a queue; what is finished is kept as it comes. */
export async function startSweep(lab: Lab, { runs, count }: SweepQueue): Promise<void> {
  const { experiment } = useLab.getState();
  if (whyNoSweep(useLab.getState()) !== undefined || runs.length === 0) return;
  useLab.setState({ sweeping: true });
  set({
    base: experiment,
    runs,
    count,
    done: 0,
    current: 0,
    problems: [],
    cancelled: false,
    outcome: undefined,
  });
  let complete = true;
  for (const [current, run] of runs.entries()) {
    set({ current });
    lab.run.begin('end', experimentOf(experiment, run));
    complete = await endOf(useLab.getState().runId);
    if (!complete || get().cancelled) break;
    closeRun(run);
  }
  useLab.setState({ sweeping: false });
  set({ outcome: outcomeOf(complete, get()) });
}

function outcomeOf(complete: boolean, { done, count, problems, cancelled }: Sweep): string {
  const trained = done - problems.length;
  const ended = `${trained} of ${count} networks were trained${complete || trained === 0 ? '' : ' and are kept'}`;
  if (cancelled) return `Cancelled: ${ended}.`;
  if (!complete) return `The sweep could not continue: ${ended}.`;
  return `Done: ${ended}.`;
}

/** Ends the sweep now; the networks in training are given up. */
export async function cancelSweep(lab: Lab): Promise<void> {
  if (!useLab.getState().sweeping) return;
  set({ cancelled: true });
  const state = useLab.getState();
  const ended = networkIds.filter((id) => state.networks[id].status === 'finished').length;
  set(({ done }) => ({ done: done + ended }));
  await lab.run.reset();
}
