/**
 * From the word go to training: networks are built, at their initial weights or where a checkpoint left them, get
 * the samples that they lack, and begin together. The same for a network whose worker was lost in the middle of a
 * run, while the other one trains on.
 */
import {
  rangeSize,
  sampleRanges,
  totalSamples,
  type SampleChunk,
} from '../../engine/data/samples.ts';
import type { BackendReport } from '../../engine/device/choose.ts';
import type { BackendName } from '../../engine/device/decide.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { emptyNetwork, networkIds, useLab, type NetworkStatus } from '../state.ts';
import { keptOf } from './stored/checkpoints.ts';
import { ownFile, ownSamples } from './ownData.ts';
import { patchNetwork, setPhase } from './phase.ts';
import { forget } from './stage.ts';
import { unwatch, watch } from './watch.ts';
import { networks, pool } from './workers.ts';

const { getState: get, setState: set } = useLab;

/** How far to train: to the end, or each network by one step. */
export type Goal = 'end' | 'one step';
let goal: Goal = 'end';
export const setGoal = (next: Goal): void => {
  goal = next;
};

/** Networks that are ready in this run, and those of them that still need its samples. */
const prepared = new Set<NetworkId>();
const waiting = new Set<NetworkId>();
/** Answers to `prepare` that are due: only the last one counts. */
const asked: Record<NetworkId, number> = { a: 0, b: 0 };
/** The networks of this run while it is not known yet which backend they take. */
let undecided: readonly NetworkId[] = [];
/** Backends that networks fell back on after faults, instead of that of the settings. */
const fallbacks = new Map<NetworkId, BackendName>();

export const fallBack = (id: NetworkId, backend: BackendName): void => {
  fallbacks.set(id, backend);
};

export const hasFallenBack = (id: NetworkId): boolean => fallbacks.has(id);

/** Nothing is prepared, and every network takes the settings' backend. */
export function clearPreparation(): void {
  prepared.clear();
  waiting.clear();
  fallbacks.clear();
  undecided = [];
  for (const id of networkIds) asked[id] = 0;
}

/** Networks that are prepared as soon as their backend is known. */
export function placeLater(ids: readonly NetworkId[]): void {
  undecided = ids;
  for (const id of ids) {
    patchNetwork(id, { status: 'preparing' });
    watch(id);
  }
}

/**
 * The backend is known: on a GPU both networks share a worker, else each has its own. A run that waited for it goes
 * on.
 */
export function placeNetworks(report: BackendReport, askedBy: number): void {
  const { runId, run } = get();
  if (askedBy !== runId) return;
  set({ backend: report, backendProblem: undefined, compiling: undefined });
  // Networks that are in training stay where they are.
  if (run && undecided.length === 0) return;
  if (report.name === 'webgpu') {
    networks.share();
  } else {
    networks.part();
    // Both on the same one, or their times could not be compared.
    const count = networkIds.length;
    networks.b.post({ type: 'startBackend', runId, wanted: report.name, networks: count });
  }
  const ids = undecided;
  undecided = [];
  ids.forEach(prepareNetwork);
}

/** The state of a network at its newest checkpoint, or at its initial weights. */
export function rewound(id: NetworkId): typeof emptyNetwork {
  const kept = keptOf(id);
  if (!kept) return emptyNetwork;
  const { curve, checkpoint, result } = kept;
  const { step, cut, rate, trials } = checkpoint;
  return {
    ...emptyNetwork,
    step,
    curve,
    cut,
    rate,
    trials: trials.length > 0 ? trials : undefined,
    result,
  };
}

/** Builds a network of the run at its newest checkpoint, or at its initial weights. */
export function prepareNetwork(id: NetworkId): void {
  const { runId, run, backend: chosen } = get();
  if (!run || !chosen) return;
  const backend = fallbacks.get(id) ?? chosen.name;
  prepared.delete(id);
  waiting.delete(id);
  asked[id]++;
  forget(id);
  set({ [id]: { ...rewound(id), status: 'preparing', backend } });
  watch(id);
  networks[id].post({
    type: 'prepare',
    runId,
    experiment: run,
    backend,
    networks: networkIds.length,
    file: originOf(run).fromFile ? ownFile()?.id : undefined,
    from: keptOf(id)?.checkpoint,
  });
}

/** A worker that is gone answers nothing any more. */
export function forgetPreparation(id: NetworkId): void {
  asked[id] = 0;
  prepared.delete(id);
}

/**
 * Networks whose workers do not hold them any more begin again where they were, and the samples are made again. Those
 * that had got only some of the samples begin again too: every sample is put in its place once.
 */
export function restoreNetworks(ids: readonly NetworkId[]): void {
  const { run, data } = get();
  if (!run) return;
  pool.stop();
  const again = new Set([...ids, ...(data.done > 0 ? waiting : [])]);
  set({ data: { done: 0, total: totalSamples(run) } });
  setPhase('simulating');
  for (const id of again) prepareNetwork(id);
}

export function markPrepared(id: NetworkId, needsData: boolean): void {
  if (--asked[id] > 0) return;
  prepared.add(id);
  unwatch(id);
  if (needsData) waiting.add(id);
  patchNetwork(id, { status: 'ready' });
  startWhenPrepared();
}

/** The networks of this run that can go on; a run of one network leaves the other one empty. */
const alive = (): NetworkId[] =>
  networkIds.filter((id) => !['failed', 'empty'].includes(get()[id].status));

/** Samples of own data in one message: they are there already, and only have to be copied. */
const OWN_RANGE = 64;

/** Goes on with the samples, or with training if all networks still hold them. */
export function startWhenPrepared(): void {
  const { phase, runId, run, data } = get();
  if (phase !== 'simulating' || !run || data.done > 0) return;
  if (alive().some((id) => !prepared.has(id))) return;
  if (alive().length === 0) {
    setPhase('finished');
  } else if (waiting.size === 0) {
    set({ data: { ...data, done: data.total } });
    startTraining();
  } else if (originOf(run).fromFile) {
    const samples = ownSamples(run);
    for (const range of sampleRanges(run, OWN_RANGE)) takeSamples(samples.chunk(range));
  } else {
    pool.start(runId, run, sampleRanges(run, rangeSize(run)));
  }
}

/** Hands samples on to the networks that wait for them; training begins with the last ones. */
export function takeSamples({ set: name, first, count, ...values }: SampleChunk): void {
  const { runId, phase, data } = get();
  const targets = [...waiting];
  targets.forEach((id, i) => {
    // The last one gets the arrays themselves, the others a copy.
    const transfer = i === targets.length - 1;
    networks[id].post({ type: 'samples', runId, set: name, first, ...values }, { transfer });
  });
  const done = data.done + count;
  set({ data: { ...data, done } });
  if (done < data.total) return;
  waiting.clear();
  if (phase === 'simulating') startTraining();
}

/** The networks that are ready begin; one that trains already is left alone. */
export function startTraining(): void {
  setPhase('training');
  for (const id of networkIds) if (get()[id].status === 'ready') trainNetwork(id);
  settle();
}

export function trainNetwork(id: NetworkId): void {
  const { runId, run } = get();
  if (!run) return;
  const { step } = get()[id];
  patchNetwork(id, { status: 'training' });
  watch(id);
  const until = goal === 'end' ? stepsOf(run, id) : step + 1;
  networks[id].post({ type: 'train', runId, until });
}

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

const canGoOn: ReadonlySet<NetworkStatus> = new Set(['paused', 'ready', 'preparing']);

/** After a network has ended or paused: what the run as a whole is doing now. */
export function settle(): void {
  const { phase, data } = get();
  if (phase !== 'training' && phase !== 'pausing') return;
  const statuses = networkIds.map((id) => get()[id].status);
  if (statuses.includes('training') || (data.done < data.total && !pool.idle)) return;
  setPhase(statuses.some((status) => canGoOn.has(status)) ? 'paused' : 'finished');
}
