/** What the workers say, on its way into the store. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { isOwn } from '../../engine/tasks/io.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import { receive } from '../kernels/inspections.ts';
import { networkIds, useLab } from '../state.ts';
import { loseNetwork, MEMORY_ADVICE } from './faults.ts';
import { onCheckpoint } from './keeping.ts';
import { notice, patchNetwork } from './phase.ts';
import { failNetwork, hasFallenBack, markPrepared, settle, takeSamples } from './preparation.ts';
import { exported } from './exports.ts';
import { pause } from './run.ts';
import { answered, forget, request } from './stage.ts';
import { SILENCE, unwatch, watch, whenSilent } from './watch.ts';
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
    if (event.runId === get().runId) patchNetwork(id, { backend: event.report.name });
    const { backend } = get();
    // One that gave up the GPU in the middle of a run has said so.
    if (hasFallenBack(id)) return;
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
      const first = !get()[id].forecast && event.step > get()[id].step;
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
      // Also of a network that goes on from a checkpoint: its next test point may be far.
      if (first || points.some((point) => point.test !== undefined)) request(id);
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
    case 'checkpoint':
      onCheckpoint(id, event.checkpoint);
      break;
    case 'failed':
      onFailure(id, event);
      break;
    // The client keeps the first, and only simulations send the others.
    case 'alive':
    case 'recording':
    case 'samples':
    case 'submodel':
      break;
    default:
      event satisfies never;
  }
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
    onDeath: (message) => {
      for (const who of ['simulation', 'inside a', 'inside b'] as const) forget(who);
      notice(`The simulation worker stopped (${message}) and is replaced.`);
    },
  };
  pool.listener = {
    onChunk: takeSamples,
    onIdle: settle,
    onFailure: (message) => {
      notice(`The samples can’t be made: ${message}`);
      // The other network may be training.
      if (get().phase === 'simulating') pause();
      else settle();
    },
  };
  whenSilent((id) => {
    networks[id].replace();
    loseNetwork(id, `its worker said nothing for ${SILENCE / 1000} s and was replaced`);
  });
  for (const id of networkIds) {
    networks[id].listener = {
      onEvent: (event) => onNetworkEvent(id, event),
      onDeath: (message) => loseNetwork(id, `its worker stopped (${plain(message)})`),
    };
  }
}
