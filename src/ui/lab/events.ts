/** What the workers say, on its way into the store. */
import type { BackendReport } from '../../engine/device/choose.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { isOwn } from '../../engine/tasks/io.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import { receive } from '../kernels/inspections.ts';
import { networkIds, useLab } from '../state.ts';
import {
  failNetwork,
  loseNetwork,
  markPrepared,
  notice,
  patchNetwork,
  placeNetworks,
  replaceWorker,
  setPhase,
  settle,
  takeSamples,
  unwatch,
  watch,
} from './run.ts';
import { exported } from './exports.ts';
import { answered, forget, request } from './stage.ts';
import { networks, pool, simulation } from './workers.ts';

const { getState: get, setState: set } = useLab;

function onSimulationEvent(event: LabEvent): void {
  if (event.type === 'recording') {
    // Own data needs no simulation: this one is late.
    if (!isOwn(get().shown)) set({ recording: event, stageProblem: event.submodelProblem });
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
  );
}

function onNetworkEvent(id: NetworkId, event: LabEvent): void {
  if (event.type === 'backend') {
    // Network A's worker decides, and tells network B's.
    if (id === 'a') placeNetworks(event.report, event.runId);
    else warnOfOther(event.report);
    return;
  }
  if (event.type === 'exported') {
    exported(id, event);
    return;
  }
  if (event.runId !== get().runId) return;
  const { status, curve } = get()[id];
  switch (event.type) {
    case 'compiling':
      set({ compiling: { done: event.done, total: event.total } });
      break;
    case 'prepared':
      markPrepared(id, event.needsData);
      break;
    case 'progress': {
      if (status === 'training') watch(id);
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
      if (points.some((point) => point.test !== undefined)) request(id);
      break;
    }
    case 'paused':
      unwatch(id);
      if (status !== 'training') break;
      patchNetwork(id, { status: 'paused', step: event.step, compiling: undefined });
      request(id);
      settle();
      break;
    case 'finished':
      unwatch(id);
      patchNetwork(id, { status: 'finished', result: event.result });
      request(id);
      settle();
      break;
    case 'forecast': {
      const { parameters, field, step, milliseconds } = event;
      patchNetwork(id, { forecast: { parameters, field, step, milliseconds } });
      answered(id);
      request(`inside ${id}`);
      break;
    }
    case 'inspected':
      receive(id, event);
      break;
    case 'failed':
      // After anything but divergence the worker's memory may be full or damaged.
      patchNetwork(id, { diverged: event.name === 'DivergedError' });
      if (event.name !== 'DivergedError') replaceWorker(id);
      failNetwork(id, explain(event));
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

/** wasm and the engine say “out of memory” in their own ways. */
function explain({ name, message }: { name: string; message: string }): string {
  return name === 'RangeError' || name === 'RuntimeError'
    ? `The network probably ran out of memory (${message}). Take smaller batches, fewer channels or a coarser grid, and train again.`
    : message;
}

/** Connects the workers with the store. */
export function listen(): void {
  simulation.listener = {
    onEvent: onSimulationEvent,
    onDeath: (message) => {
      for (const who of ['simulation', 'inside a', 'inside b'] as const) forget(who);
      notice(`The simulation worker stopped (${message}) and is replaced.`);
    },
  };
  pool.listener = {
    onChunk: takeSamples,
    onIdle: () => {
      const { phase, data } = get();
      if (phase === 'pausing' && data.done < data.total) setPhase('paused');
    },
    onFailure: (message) => {
      notice(`The samples can’t be made: ${message}`);
      const { phase } = get();
      if (phase === 'simulating' || phase === 'pausing') setPhase('paused');
    },
  };
  for (const id of networkIds) {
    networks[id].listener = {
      onEvent: (event) => onNetworkEvent(id, event),
      onDeath: (message) => {
        const whose = networks.shared ? 'The worker of both networks' : 'Its worker';
        loseNetwork(id, `${whose} stopped (${message}) and is replaced`);
      },
    };
  }
}
