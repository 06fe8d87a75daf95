/** A run: prepare both networks, simulate what they lack, train them side by side. */
import { totalSamples } from '../../engine/data/samples.ts';
import type { Experiment, NetworkId } from '../../engine/experiment/schema.ts';
import { emptyNetwork, networkIds, useLab, type LabState } from '../state.ts';
import { beginKeeping, type Kept } from './stored/checkpoints.ts';
import { clearFaults, cutShort, loseSharer, takeLost } from './faults.ts';
import { endStored } from './stored/keeping.ts';
import { runs, setPhase, withdrawNotices } from './phase.ts';
import {
  clearPreparation,
  placeLater,
  restoreNetworks,
  setGoal,
  settle,
  startTraining,
  startWhenPrepared,
  trainNetwork,
  type Goal,
} from './preparation.ts';
import { forget, refreshStage } from './stage.ts';
import { unwatch } from './watch.ts';
import { askForBackend, networks, pool, startBackends } from './workers.ts';

const { getState: get, setState: set } = useLab;

/** Where a stored run goes on. */
export interface Continuation {
  kept: Partial<Record<NetworkId, Kept>>;
  /** How long it has run (ms). */
  elapsedMs: number;
}

/**
 * Builds networks of a valid experiment at their initial weights, or where a stored run left them; the rest follows
 * when they say they are there.
 */
export function beginRun(
  until: Goal,
  experiment: Experiment,
  ids: readonly NetworkId[] = networkIds,
  from?: Continuation,
): void {
  if (!from) endStored();
  withdrawNotices('run');
  setGoal(until);
  clearPreparation();
  clearFaults();
  beginKeeping(from?.kept);
  networkIds.forEach(forget);
  set({
    runId: get().runId + 1,
    run: experiment,
    weightless: undefined,
    compiling: undefined,
    data: { done: 0, total: totalSamples(experiment) },
    clock: { elapsedMs: from?.elapsedMs ?? 0 },
    a: emptyNetwork,
    b: emptyNetwork,
  });
  setPhase('simulating');
  placeLater(ids);
  askForBackend(experiment.backend, experiment);
}

/** Whether Train or Step may be pressed: every setting is valid and nothing half-typed is left. */
export const canTrain = (state: LabState): boolean =>
  state.issues.length === 0 && Object.keys(state.drafts).length === 0;

/** Whether no run is in progress or paused, so that another one may take its place. */
export const canBegin = ({ phase, sweeping }: LabState): boolean =>
  !sweeping && (phase === 'idle' || phase === 'finished');

function goOn(until: Goal): void {
  const state = get();
  if (state.sweeping) return;
  if (state.phase === 'paused') resume(until);
  else if (!runs(state.phase) && canTrain(state)) beginRun(until, state.experiment);
}

/** Starts a new run with the current settings, or goes on with a paused one. */
export const train = (): void => goOn('end');

/** One weight update of both networks. */
export const singleStep = (): void => goOn('one step');

function resume(until: Goal): void {
  const { data } = get();
  setGoal(until);
  for (const id of networkIds) if (get()[id].status === 'paused') trainNetwork(id);
  const lost = takeLost();
  if (lost.length > 0) {
    restoreNetworks(lost);
  } else if (data.done === data.total) {
    startTraining();
  } else {
    setPhase('simulating');
    if (data.done === 0) startWhenPrepared();
    else pool.resume();
  }
}

/** Pauses after the steps and samples in progress. */
export function pause(): void {
  const { phase, runId } = get();
  if (phase !== 'simulating' && phase !== 'training') return;
  setPhase('pausing');
  for (const id of networkIds) {
    if (get()[id].status === 'training') networks[id].post({ type: 'pause', runId });
  }
  if (phase === 'simulating') pool.pause();
}

/** Ends the run now: a step that does not end in time costs its network what came after its last checkpoint. */
export async function stop(): Promise<void> {
  const { phase, runId, data } = get();
  if (!runs(phase)) return;
  setPhase('pausing');
  if (data.done < data.total) pool.stop();
  const training = networkIds.filter((id) => get()[id].status === 'training');
  await Promise.all(
    training.map(async (id) => {
      if (await networks[id].stop(runId)) return;
      cutShort(id);
      loseSharer(id);
    }),
  );
  settle();
}

/** Back to the untrained start: the same settings give exactly the same run again. */
export async function reset(): Promise<void> {
  const { runId } = get();
  await stop();
  // A second Reset, pressed while the first one waited, has nothing left to do.
  if (get().runId !== runId) return;
  for (const id of networkIds) {
    unwatch(id);
    forget(id);
  }
  endStored();
  withdrawNotices('run');
  clearPreparation();
  clearFaults();
  beginKeeping();
  set({
    runId: runId + 1,
    run: undefined,
    weightless: undefined,
    compiling: undefined,
    data: { done: 0, total: 0 },
    clock: { elapsedMs: 0 },
    a: emptyNetwork,
    b: emptyNetwork,
    phase: 'idle',
  });
  startBackends();
  refreshStage();
}
