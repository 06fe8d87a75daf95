/** What the workers say, on its way into the store. */
import type { BackendReport } from '../../engine/device/choose.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import { receive } from './inspections.ts';
import { formatPercent } from '../shared/numbers.ts';
import { networkIds, useLab } from '../state.ts';
import { keptOf } from './stored/checkpoints.ts';
import { loseNetwork, loseSharer, MEMORY_ADVICE } from './faults.ts';
import { onCheckpoint } from './stored/keeping.ts';
import { markLate } from './late.ts';
import { notice, patchNetwork } from './phase.ts';
import {
  failNetwork,
  hasFallenBack,
  markPrepared,
  placeNetworks,
  settle,
  takeSamples,
} from './preparation.ts';
import { exported, noExports } from './exports.ts';
import { pause } from './run.ts';
import { answered, forget, request } from './stage.ts';
import { SILENCE, unwatch, watch, whenSilent } from './watch.ts';
import { networks, pool, simulation } from './workers.ts';

const { getState: get, setState: set } = useLab;

function onSimulationEvent(event: LabEvent): void {
  if (event.type === 'recording') {
    // Own data needs no simulation: this one is late.
    if (!originOf(get().shown).fromFile)
      set({ recording: event, stageProblem: event.submodelProblem });
    answered('simulation');
  }
  if (event.type === 'submodel') {
    const { network, parameters, zone, relativeL2, milliseconds, problem } = event;
    // What belongs to an older run has no network any more.
    if (event.runId === get().runId) {
      patchNetwork(network, { inside: { parameters, zone, relativeL2, milliseconds, problem } });
    }
    answered(`inside ${network}`);
  }
  if (event.type === 'failed') {
    // The sentence is about settings that have changed meanwhile if the worker is asked again.
    if (!answered('simulation')) set({ stageProblem: event.message });
  }
}

/** Network B's worker could not start the backend that network A has. */
function warnOfOther({ name, refused }: BackendReport): void {
  const { backend } = get();
  if (!backend || backend.name === name) return;
  notice(
    `Network B runs on ${name}, network A on ${backend.name}: their times can’t be compared. ${refused.join(' ')}`,
    'run backends',
  );
}

function onNetworkEvent(id: NetworkId, event: LabEvent): void {
  if (event.type === 'backend') {
    const { report, runId } = event;
    if (get().run && runId === get().runId) patchNetwork(id, { backend: report.name });
    // One that gave up the GPU in the middle of a run has said so.
    if (hasFallenBack(id)) return;
    // Network A's worker decides, and tells network B's.
    if (id === 'a') placeNetworks(report, runId);
    else warnOfOther(report);
    return;
  }
  if (event.type === 'exported') {
    exported(id, event);
    return;
  }
  if (event.runId !== get().runId) return;
  switch (event.type) {
    case 'compiling':
      set({ compiling: { done: event.done, total: event.total } });
      break;
    case 'prepared':
      markPrepared(id, event.needsData);
      break;
    case 'complete':
      // Both networks have the same samples.
      if (event.note !== undefined) notice(event.note, 'run note');
      break;
    case 'progress':
      onProgress(id, event);
      break;
    case 'paused':
      unwatch(id);
      if (get()[id].status !== 'training') break;
      patchNetwork(id, { status: 'paused', step: event.step, compiling: undefined });
      request(id);
      settle();
      break;
    case 'finished':
      unwatch(id);
      patchNetwork(id, { status: 'finished', result: sameResult(id, event.result) });
      request(id);
      settle();
      break;
    case 'forecast':
      onForecast(id, event);
      break;
    case 'noForecast':
      answered(id);
      break;
    case 'inspected':
      receive(id, event);
      break;
    case 'checkpoint':
      onCheckpoint(id, event.checkpoint);
      break;
    case 'failed':
      onFailure(id, event);
      break;
    // Only simulations send these.
    case 'recording':
    case 'samples':
    case 'submodel':
      break;
    default:
      event satisfies never;
  }
}

/** Errors of the same weights on the same samples agree to rounding; more than that (relative) is another network. */
const SAME = 0.02;

/** Of a run that is shown again the numbers stay what they were; that its networks are the same is checked. */
function sameResult(id: NetworkId, result: TrainingResult): TrainingResult {
  const before = keptOf(id)?.result;
  if (!before) return result;
  if (Math.abs(result.test - before.test) > SAME * before.test) {
    notice(
      `Network ${id.toUpperCase()} of this run forecasts differently than before (test error ${formatPercent(result.test)} instead of ${formatPercent(before.test)}): it was trained by another version of this page. Train again to get new results.`,
      `run ${id}`,
    );
  }
  return before;
}

type Told<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

function onProgress(id: NetworkId, event: Told<'progress'>): void {
  const { status, curve, forecast, step: before } = get()[id];
  if (status === 'training') watch(id);
  const first = !forecast && event.step > before;
  const { step, points, stepMs, memoryBytes, compiling, rate, trials, cut } = event;
  patchNetwork(id, {
    step,
    stepMs,
    memoryBytes,
    compiling,
    rate,
    trials,
    cut,
    curve: points.length > 0 ? [...curve, ...points] : curve,
  });
  // Also of a network that goes on from a checkpoint: its next test point may be far.
  if (first || points.some((point) => point.test !== undefined)) request(id);
}

function onForecast(id: NetworkId, event: Told<'forecast'>): void {
  const { parameters, field, unit, step, milliseconds } = event;
  patchNetwork(id, { forecast: { parameters, field, unit, step, milliseconds } });
  answered(id);
  request(`inside ${id}`);
}

/** A worker has failed without dying of it: its memory may be full or damaged, except after divergence. */
function onFailure(id: NetworkId, { name, message }: { name: string; message: string }): void {
  if (name === 'DivergedError') {
    patchNetwork(id, { diverged: true });
    failNetwork(id, message);
    return;
  }
  networks[id].replace();
  const { status } = get()[id];
  // What keeps a network from being built would do so again.
  if (status === 'preparing' || status === 'ready') failNetwork(id, explain(name, message));
  else loseNetwork(id, `its computation failed (${plain(message)})`);
  loseSharer(id);
}

/** Without what browsers put before the message of an error, and without its full stop. */
const plain = (message: string): string =>
  message.replace(/^Uncaught (Error: )?/, '').replace(/\.$/, '');

/** wasm and the engine say “out of memory” in their own ways. */
const explain = (name: string, message: string): string =>
  name === 'RangeError' || name === 'RuntimeError'
    ? `The network probably ran out of memory (${message}). ${MEMORY_ADVICE}, and train again.`
    : message;

/** Connects the workers with the store. */
export function listen(): void {
  simulation.listener = {
    onEvent: onSimulationEvent,
    onGone: () => {
      for (const who of ['simulation', 'inside a', 'inside b'] as const) forget(who);
    },
    onDeath: (message) => {
      set({
        stageProblem: `The worker that computes the wave stopped (${plain(message)}). Move the source or reload the page to try again.`,
      });
    },
    onLate: (late) => markLate('simulation', late),
  };
  pool.listener = {
    onChunk: takeSamples,
    onIdle: settle,
    onFailure: (message) => {
      notice(`The samples can’t be made: ${message}`, 'run samples');
      // The other network may be training.
      if (get().phase === 'simulating') pause();
      else settle();
    },
    onLate: (late) => markLate('samples', late),
  };
  whenSilent((id) => {
    networks[id].replace();
    loseNetwork(id, `its worker did not respond for ${SILENCE / 1000} s and was replaced`);
    loseSharer(id);
  });
  for (const id of networkIds) {
    networks[id].listener = {
      onEvent: (event) => onNetworkEvent(id, event),
      onGone: (reason) => {
        forget(id);
        noExports(id, reason);
      },
      onDeath: (message) => loseNetwork(id, `its worker stopped (${plain(message)})`),
      onLate: (late) => markLate(id, late),
    };
  }
}
