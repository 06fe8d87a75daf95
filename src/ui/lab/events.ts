/** What the workers say, on its way into the store. */
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

function onNetworkEvent(id: NetworkId, event: LabEvent): void {
  if (event.type === 'backend') {
    const { backend } = get();
    if (id === 'a' || !backend) set({ backend: event.report });
    else if (backend.name !== event.report.name) {
      notice(
        `Network B runs on ${event.report.name}, network A on ${backend.name}: their times can’t be compared. ${event.report.refused.join(' ')}`,
      );
    }
    return;
  }
  if (event.type === 'exported') {
    exported(id, event);
    return;
  }
  if (event.runId !== get().runId) return;
  const { status, curve } = get()[id];
  switch (event.type) {
    case 'prepared':
      markPrepared(id, event.needsData);
      break;
    case 'progress': {
      if (status === 'training') watch(id);
      const { step, points, stepMs, memoryBytes, rate, trials, cut } = event;
      patchNetwork(id, {
        step,
        stepMs,
        memoryBytes,
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
      patchNetwork(id, { status: 'paused', step: event.step });
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
      if (event.name !== 'DivergedError') networks[id].replace();
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
      onDeath: (message) => loseNetwork(id, `Its worker stopped (${message}) and is replaced`),
    };
  }
}
