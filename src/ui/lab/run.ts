/** A run: prepare both networks, simulate what they lack, train them side by side. */
import {
  rangeSize,
  sampleRanges,
  totalSamples,
  type SampleChunk,
} from '../../engine/data/samples.ts';
import type { Experiment, NetworkId } from '../../engine/experiment/schema.ts';
import { isOwn } from '../../engine/tasks/io.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import {
  emptyNetwork,
  networkIds,
  useLab,
  type LabState,
  type NetworkState,
  type Phase,
} from '../state.ts';
import type { BackendReport } from '../../engine/device/choose.ts';
import { ownFile, ownSamples } from './ownData.ts';
import { forget, refreshStage } from './stage.ts';
import { networks, pool, startBackends } from './workers.ts';

const { getState: get, setState: set } = useLab;

/** A network that says nothing for this long is given up (ms): far longer than any bearable step. */
const SILENCE = 300_000;

/** Networks that are ready in this run, and those of them that still need its samples. */
const prepared = new Set<NetworkId>();
const waiting = new Set<NetworkId>();
/** The networks of this run while it is not known yet which backend they take. */
let undecided: readonly NetworkId[] = [];
/** How far to train: to the end, or each network by one step. */
let goal: 'end' | 'one step' = 'end';
const watches: Partial<Record<NetworkId, ReturnType<typeof setTimeout>>> = {};

export const notice = (text: string) =>
  set(({ notices }) => ({ notices: [...notices.slice(-4), text] }));

export const patchNetwork = (id: NetworkId, patch: Partial<NetworkState>) =>
  set((state) => ({ [id]: { ...state[id], ...patch } }));

const runs = (phase: Phase): boolean =>
  phase === 'simulating' || phase === 'training' || phase === 'pausing';

export function setPhase(phase: Phase): void {
  const { clock } = get();
  const now = performance.now();
  const sinceStart = clock.runningSince === undefined ? 0 : now - clock.runningSince;
  const runningSince = runs(phase) ? now : undefined;
  set({ phase, clock: { elapsedMs: clock.elapsedMs + sinceStart, runningSince } });
}

/** Restarts the watch for a network's silence; `unwatch` ends it. */
export function watch(id: NetworkId): void {
  clearTimeout(watches[id]);
  watches[id] = setTimeout(() => {
    replaceWorker(id);
    loseNetwork(id, `Its worker said nothing for ${SILENCE / 1000} s and was replaced`);
  }, SILENCE);
}

/** Replaces a network's worker. If both networks share it, the other one is lost, too. */
export function replaceWorker(id: NetworkId): void {
  networks[id].replace();
  if (!networks.shared) return;
  for (const other of networkIds) {
    if (other === id || ['empty', 'failed'].includes(get()[other].status)) continue;
    loseNetwork(
      other,
      `It shared the GPU and the worker of network ${id.toUpperCase()}, which was replaced`,
    );
  }
}

export const unwatch = (id: NetworkId): void => clearTimeout(watches[id]);

/** A network can't go on; the other one does. */
export function failNetwork(id: NetworkId, error: string): void {
  unwatch(id);
  forget(id);
  patchNetwork(id, {
    status: 'failed',
    compiling: undefined,
    forecast: undefined,
    inside: undefined,
    error,
  });
  waiting.delete(id);
  // Without a decision nobody would ever prepare the other one.
  if (undecided.length > 0) {
    const others = undecided.filter((one) => one !== id);
    undecided = [];
    set({ compiling: undefined });
    for (const other of others) failNetwork(other, error);
  }
  startWhenPrepared();
  settle();
}

/**
 * The worker of a network is gone, and with it the weights. Its replacement starts a backend with the next
 * run: if it did so at once and died of it, there would be no end.
 */
export function loseNetwork(id: NetworkId, reason: string): void {
  if (get()[id].status === 'empty') notice(`Network ${id.toUpperCase()}: ${reason}.`);
  else failNetwork(id, `${reason}, so that its weights are lost. Reset and train again.`);
}

/** After a network has ended or paused: what the run as a whole is doing now. */
export function settle(): void {
  const { phase } = get();
  if (phase !== 'training' && phase !== 'pausing') return;
  const statuses = networkIds.map((id) => get()[id].status);
  if (statuses.includes('training')) return;
  setPhase(statuses.includes('paused') || statuses.includes('ready') ? 'paused' : 'finished');
}

/** The networks of this run that can go on; a run of one network leaves the other one empty. */
const alive = (): NetworkId[] =>
  networkIds.filter((id) => !['failed', 'empty'].includes(get()[id].status));

/** Samples of own data in one message: they are there already, and only have to be copied. */
const OWN_RANGE = 64;

/** Hands samples on to the networks that wait for them; training begins with the last ones. */
export function takeSamples({ set: name, first, count, inputs, fields }: SampleChunk): void {
  const { runId, phase, data } = get();
  const targets = [...waiting];
  targets.forEach((id, i) => {
    // The last one gets the arrays themselves, the others a copy.
    const transfer = i === targets.length - 1;
    networks[id].post({ type: 'samples', runId, set: name, first, inputs, fields }, { transfer });
  });
  const done = data.done + count;
  set({ data: { ...data, done } });
  if (done === data.total && phase === 'simulating') startTraining();
}

export function markPrepared(id: NetworkId, needsData: boolean): void {
  prepared.add(id);
  unwatch(id);
  if (needsData) waiting.add(id);
  patchNetwork(id, { status: 'ready' });
  startWhenPrepared();
}

/**
 * Builds networks of a valid experiment at their initial weights; the rest follows when they say they are
 * there.
 */
export function beginRun(
  until: typeof goal,
  experiment: Experiment,
  ids: readonly NetworkId[] = networkIds,
): void {
  const runId = get().runId + 1;
  goal = until;
  prepared.clear();
  waiting.clear();
  networkIds.forEach(forget);
  undecided = ids;
  set({
    runId,
    run: experiment,
    compiling: undefined,
    data: { done: 0, total: totalSamples(experiment) },
    clock: { elapsedMs: 0 },
    a: emptyNetwork,
    b: emptyNetwork,
  });
  setPhase('simulating');
  for (const id of ids) patchNetwork(id, { status: 'preparing' });
  ids.forEach(watch);
  const wanted = experiment.backend;
  networks.a.post({ type: 'startBackend', runId, wanted, measured: experiment });
}

/**
 * The backend is known: on a GPU both networks share a worker, else each has its own. A run that waited for it goes
 * on.
 */
export function placeNetworks(report: BackendReport, askedBy: number): void {
  const { runId, run } = get();
  if (askedBy !== runId) return;
  set({ backend: report, compiling: undefined });
  if (report.name === 'webgpu') {
    networks.share();
  } else {
    networks.part(runId);
    // Both on the same one, or their times could not be compared.
    networks.b.post({ type: 'startBackend', runId, wanted: report.name });
  }
  if (!run || undecided.length === 0) return;
  const file = isOwn(run) ? ownFile()?.id : undefined;
  const ids = undecided;
  undecided = [];
  for (const id of ids) {
    networks[id].post({ type: 'prepare', runId, experiment: run, backend: report.name, file });
  }
}

/** Goes on with the samples, or with training if both networks still hold them. */
function startWhenPrepared(): void {
  const { phase, runId, run, data } = get();
  if (phase !== 'simulating' || !run || data.done > 0) return;
  if (alive().some((id) => !prepared.has(id))) return;
  if (alive().length === 0) {
    setPhase('finished');
  } else if (waiting.size === 0) {
    set({ data: { ...data, done: data.total } });
    startTraining();
  } else if (isOwn(run)) {
    const samples = ownSamples(run);
    for (const range of sampleRanges(run, OWN_RANGE)) takeSamples(samples.chunk(range));
  } else {
    pool.start(runId, run, sampleRanges(run, rangeSize(run)));
  }
}

function startTraining(): void {
  const { runId, run } = get();
  if (!run) return;
  setPhase('training');
  for (const id of alive()) {
    const { status, step } = get()[id];
    if (status === 'finished') continue;
    patchNetwork(id, { status: 'training' });
    watch(id);
    const until = goal === 'end' ? stepsOf(run, id) : step + 1;
    networks[id].post({ type: 'train', runId, until });
  }
  settle();
}

/** Whether Train or Step may be pressed: every setting is valid and nothing half-typed is left. */
export const canTrain = (state: LabState): boolean =>
  state.issues.length === 0 && Object.keys(state.drafts).length === 0;

function goOn(until: typeof goal): void {
  const state = get();
  if (state.sweeping) return;
  if (state.phase === 'paused') resume(until);
  else if (!runs(state.phase) && canTrain(state)) beginRun(until, state.experiment);
}

/** Starts a new run with the current settings, or goes on with a paused one. */
export const train = (): void => goOn('end');

/** One weight update of both networks. */
export const singleStep = (): void => goOn('one step');

function resume(until: typeof goal): void {
  const { data, run } = get();
  goal = until;
  if (data.done === data.total) {
    startTraining();
    return;
  }
  setPhase('simulating');
  if (data.done === 0 || !run) startWhenPrepared();
  else pool.resume();
}

/** Pauses after the step or sample in progress. */
export function pause(): void {
  const { phase, runId } = get();
  if (phase !== 'simulating' && phase !== 'training') return;
  setPhase('pausing');
  if (phase === 'simulating') pool.pause();
  else for (const id of networkIds) networks[id].post({ type: 'pause', runId });
}

/** Ends the run now: a step that does not end in time costs its network the weights. */
export async function stop(): Promise<void> {
  const { phase, runId, data } = get();
  if (!runs(phase)) return;
  setPhase('pausing');
  if (data.done < data.total) {
    pool.stop();
    setPhase('paused');
    return;
  }
  const training = networkIds.filter((id) => get()[id].status === 'training');
  await Promise.all(
    training.map(async (id) => {
      if (await networks[id].stop(runId)) return;
      loseNetwork(
        id,
        networks.shared
          ? 'A step in progress took too long, so the worker of both networks was replaced'
          : 'The step in progress took too long, so its worker was replaced',
      );
    }),
  );
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
  undecided = [];
  set({
    runId: runId + 1,
    run: undefined,
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
