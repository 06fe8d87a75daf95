/**
 * What happens when a network's worker is lost in the middle of a run: it is replaced, and the network goes on from
 * its newest checkpoint, on the next backend if a GPU has failed twice. What can't be helped ends with a sentence.
 */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { networkIds, useLab } from '../state.ts';
import { keptOf } from './stored/checkpoints.ts';
import { notice } from './phase.ts';
import {
  failNetwork,
  fallBack,
  forgetPreparation,
  restoreNetworks,
  rewound,
  settle,
} from './preparation.ts';
import { decide, unharmed, type History } from './recovery.ts';
import { unwatch } from './watch.ts';
import { networks, pool } from './workers.ts';

const { getState: get, setState: set } = useLab;

const histories: Record<NetworkId, History> = { a: unharmed, b: unharmed };
/** Networks whose workers are lost and that begin again when the user resumes the run. */
const lost = new Set<NetworkId>();

export function clearFaults(): void {
  for (const id of networkIds) histories[id] = unharmed;
  lost.clear();
}

/** Lost networks that the user's Resume is to restore now. */
export function takeLost(): NetworkId[] {
  const ids = [...lost];
  lost.clear();
  return ids;
}

export const MEMORY_ADVICE = 'Use smaller batches, fewer channels or a coarser grid';

/** wasm, WebGPU and the engine say “out of memory” in their own ways. */
const lacksMemory = (reason: string): boolean => /memory|allocation/i.test(reason);

/** A reason continues “Network A: ”; alone in a network's panel it is a sentence. */
const sentence = (reason: string): string => reason.charAt(0).toUpperCase() + reason.slice(1);

const placeOf = (id: NetworkId): string => {
  const step = keptOf(id)?.checkpoint.step ?? 0;
  return step > 0 ? `from step ${step}` : 'from the beginning';
};

/**
 * The worker of a network is gone, and with it the weights; `reason` says why, without a full stop. One that dies
 * before it has ever been ready is not replaced at once: if it can't even be loaded there would be no end.
 */
export function loseNetwork(id: NetworkId, reason: string): void {
  const { status, step } = get()[id];
  unwatch(id);
  forgetPreparation(id);
  // Network A's worker was to say which backend it is.
  if (id === 'a' && !get().backend) set({ backendProblem: reason });
  if (status === 'empty' || status === 'failed') {
    notice(`Network ${id.toUpperCase()}: ${reason}.`, `run ${id}`);
    return;
  }
  const { resumes } = histories[id];
  if (status === 'preparing' && resumes === 0) {
    failNetwork(id, `${sentence(reason)}. Reset and train again.`);
    return;
  }
  const onGpu = get()[id].backend === 'webgpu';
  const checkpoint = keptOf(id)?.checkpoint.step ?? 0;
  const { goesOn, leavesGpu, history } = decide(histories[id], { onGpu, step, checkpoint });
  histories[id] = history;
  if (!goesOn) {
    giveUp(id, reason, resumes);
    return;
  }
  goOn(
    leavesGpu ? leaveGpu(id) : [id],
    reason,
    leavesGpu
      ? ' on WebAssembly, because the GPU has failed twice: its times are no longer those of a GPU'
      : '',
  );
}

const isHeld = (id: NetworkId): boolean => !['empty', 'failed'].includes(get()[id].status);

const otherOf = (id: NetworkId): NetworkId => (id === 'a' ? 'b' : 'a');

/** Off to WebAssembly, with the other network if it shares the GPU; says who has to begin again there. */
function leaveGpu(id: NetworkId): NetworkId[] {
  fallBack(id, 'wasm');
  const other = otherOf(id);
  if (!networks.shared || !isHeld(other)) return [id];
  networks.part();
  fallBack(other, 'wasm');
  histories[other] = { ...histories[other], resumes: histories[other].resumes + 1 };
  return [id, other];
}

/** The worker of a network was replaced: if the other one shares it, that is lost, too. */
export function loseSharer(id: NetworkId): void {
  const other = otherOf(id);
  if (!networks.shared || !isHeld(other)) return;
  loseNetwork(other, `it shared the worker of network ${id.toUpperCase()}, which was replaced`);
}

/** Takes networks up again after the fault of the first one, or leaves that to the user where the run rests. */
function goOn(ids: readonly NetworkId[], reason: string, where: string): void {
  const { phase } = get();
  const [id] = ids;
  const begin = `Network ${id.toUpperCase()}: ${reason}.`;
  if (phase !== 'paused' && phase !== 'pausing') {
    notice(`${begin} It continues ${placeOf(id)}${where}.`, `run ${id}`);
    restoreNetworks(ids);
    return;
  }
  // Whoever had only some of the samples begins again with it.
  pool.stop();
  for (const one of ids) {
    lost.add(one);
    set({ [one]: { ...rewound(one), status: 'ready' } });
  }
  notice(`${begin} Resume continues ${placeOf(id)}${where}.`, `run ${id}`);
  settle();
}

function giveUp(id: NetworkId, reason: string, resumes: number): void {
  set({ [id]: { ...rewound(id) } });
  const again = resumes === 1 ? 'once' : `${resumes} times`;
  const advice = lacksMemory(reason)
    ? `${MEMORY_ADVICE}, and train again`
    : 'Reset and train again, or choose another backend';
  failNetwork(id, `${sentence(reason)}, and restarting it ${again} did not help. ${advice}.`);
}

/**
 * Stop could not wait for a step: the network goes on from its checkpoint when the run is resumed, and has ended if
 * there is none.
 */
export function cutShort(id: NetworkId): void {
  const reason = 'the step in progress took too long, so its worker was replaced';
  if (keptOf(id)) {
    unwatch(id);
    forgetPreparation(id);
    goOn([id], reason, '');
  } else {
    failNetwork(id, `${sentence(reason)}, and its weights are lost. Reset and train again.`);
  }
}
