/**
 * What happens when a network's worker is lost in the middle of a run: it is replaced, and the network continues from
 * its newest checkpoint, on WebAssembly if a GPU has failed twice. What can't be helped ends with a sentence.
 */
import { type NetworkId, networkIds } from '../../../engine/experiment/network.ts';
import { advance, restore, stopPool } from './advance.ts';
import type { Draft } from './draft.ts';
import { refuseFiles } from './fileQuestions.ts';
import { LEADER } from './leader.ts';
import { part, rewound } from './placing.ts';
import { decide } from './recovery.ts';
import { forgetEarlier } from './stageQuestions.ts';

const MEMORY_ADVICE = 'Use smaller batches, fewer channels or a coarser grid';

/** wasm, WebGPU and the engine say “out of memory” in their own ways. */
const lacksMemory = (reason: string): boolean => /memory|allocation/i.test(reason);

/** Without what browsers put before the message of an error, and without its full stop. */
export const plain = (message: string): string =>
  message.replace(/^Uncaught (Error: )?/, '').replace(/\.$/, '');

const explain = (name: string, message: string): string =>
  name === 'RangeError' || name === 'RuntimeError'
    ? `The network probably ran out of memory (${message}). ${MEMORY_ADVICE}, and train again.`
    : message;

/** A reason continues “Network A: ”; alone in a network's panel it is a sentence. */
const sentence = (reason: string): string => reason.charAt(0).toUpperCase() + reason.slice(1);

const nameOf = (id: NetworkId): string => `Network ${id.toUpperCase()}`;

function placeOf(draft: Draft, id: NetworkId): string {
  const step = draft.hidden(id).kept?.checkpoint.step ?? 0;
  return step > 0 ? `from step ${step}` : 'from the beginning';
}

/** A network can't continue; the others do. */
export function fail(draft: Draft, id: NetworkId, error: string): void {
  draft.patchHidden(id, { forecast: 'none', stopping: false });
  draft.patch(id, {
    status: 'failed',
    compiling: undefined,
    forecast: undefined,
    inside: undefined,
    error,
  });
  if (id === LEADER) failPlacing(draft, error);
  advance(draft);
}

/** Without the leader nobody chooses the backend that networks wait for. */
function failPlacing(draft: Draft, error: string): void {
  if (draft.idsThatAre('placing').length > 0) draft.set({ compiling: undefined });
  for (const id of draft.idsThatAre('placing')) fail(draft, id, error);
}

/** The worker of a network is gone, and all that was asked of it; `death` says why, if it died by itself. */
function forgetWorker(draft: Draft, id: NetworkId, death?: string): void {
  draft.patchHidden(id, { prepares: 0, stopping: false, forecast: 'none' });
  if (id === LEADER) forgetEarlier(draft);
  refuseFiles(draft, id, death);
}

/**
 * The worker of a network is gone, and with it the weights; `reason` says why, without a full stop. One that dies
 * before it has ever been ready is not replaced at once: if it can't even be loaded there would be no end.
 */
export function lose(draft: Draft, id: NetworkId, reason: string, death?: string): void {
  const { status, step, backend } = draft.network(id);
  forgetWorker(draft, id, death);
  if (id === LEADER && !draft.lab.backend) draft.set({ backendProblem: reason });
  const { history, kept } = draft.hidden(id);
  if (status === 'empty' || status === 'failed') {
    draft.notice(`${nameOf(id)}: ${reason}.`, `run ${id}`);
    if (id === LEADER) failPlacing(draft, `${sentence(reason)}. Reset and train again.`);
    return;
  }
  if ((status === 'placing' || status === 'preparing') && history.resumes === 0) {
    fail(draft, id, `${sentence(reason)}. Reset and train again.`);
    return;
  }
  const onGpu = backend === 'webgpu';
  const checkpoint = kept?.checkpoint.step ?? 0;
  const next = decide(history, { onGpu, step, checkpoint });
  draft.patchHidden(id, { history: next.history });
  if (!next.goesOn) giveUp(draft, id, reason);
  else if (next.leavesGpu) {
    const where =
      ' on WebAssembly, because the GPU has failed twice: its times are no longer those of a GPU';
    goOn(draft, leaveGpu(draft, id), reason, where);
  } else goOn(draft, [id], reason);
}

/** Off to WebAssembly, with all that share the GPU; says who has to begin again there. */
function leaveGpu(draft: Draft, id: NetworkId): NetworkId[] {
  draft.patchHidden(id, { fallback: 'wasm' });
  const sharers = sharersOf(draft, id);
  if (sharers.length === 0) return [id];
  part(draft);
  for (const one of sharers) {
    const { history } = draft.hidden(one);
    forgetWorker(draft, one);
    draft.patchHidden(one, {
      fallback: 'wasm',
      history: { ...history, resumes: history.resumes + 1 },
    });
  }
  return [id, ...sharers];
}

/** Networks of the run in the same worker. */
const sharersOf = (draft: Draft, id: NetworkId): NetworkId[] =>
  draft.course.shared
    ? draft.ids.filter((one) => one !== id && draft.network(one).status !== 'failed')
    : [];

/** The worker of a network was replaced: those that share it are lost, too. */
export function loseSharers(draft: Draft, id: NetworkId): void {
  for (const one of sharersOf(draft, id)) {
    // A fault of one may have taken others off the GPU, with workers of their own.
    if (!draft.course.shared || draft.network(one).status === 'lost') continue;
    lose(draft, one, `it shared the worker of network ${id.toUpperCase()}, which was replaced`);
  }
}

/** Continues networks after the fault of the first one, or leaves that to the user where the run rests. */
function goOn(draft: Draft, ids: readonly NetworkId[], reason: string, where = ''): void {
  const [id] = ids;
  const begin = `${nameOf(id)}: ${reason}.`;
  if (draft.phase !== 'paused' && draft.phase !== 'pausing') {
    draft.notice(`${begin} It continues ${placeOf(draft, id)}${where}.`, `run ${id}`);
    // A run that had finished is not at rest any more.
    draft.setCourse({ wanted: 'continue' });
    restore(draft, ids);
    return;
  }
  // Whoever had only some of the samples begins again with it.
  stopPool(draft);
  for (const one of ids) draft.put(one, { ...rewound(draft, one), status: 'lost' });
  draft.notice(`${begin} Resume continues ${placeOf(draft, id)}${where}.`, `run ${id}`);
}

function giveUp(draft: Draft, id: NetworkId, reason: string): void {
  const { resumes } = draft.hidden(id).history;
  draft.put(id, rewound(draft, id));
  const again = resumes === 1 ? 'once' : `${resumes} times`;
  const advice = lacksMemory(reason)
    ? `${MEMORY_ADVICE}, and train again`
    : 'Reset and train again, or choose another backend';
  fail(draft, id, `${sentence(reason)}, and restarting it ${again} did not help. ${advice}.`);
}

/** Stop could not wait for a step: the network continues from its checkpoint, and has ended if there is none. */
export function cutShort(draft: Draft, id: NetworkId): void {
  const reason = 'the step in progress took too long, so its worker was replaced';
  forgetReplaced(draft, id);
  if (draft.hidden(id).kept) goOn(draft, [id], reason);
  else {
    const error = `${sentence(reason)}, and its weights are lost. Reset and train again.`;
    fail(draft, id, error);
  }
}

/** A fresh worker takes the place of one that can't be relied on. */
function replaceWorker(draft: Draft, id: NetworkId): void {
  draft.do({ type: 'replace', network: id });
  forgetReplaced(draft, id);
}

/** Nothing that was asked of a replaced worker is answered any more, by whichever network in it. */
function forgetReplaced(draft: Draft, id: NetworkId): void {
  for (const one of draft.course.shared ? networkIds : [id]) forgetWorker(draft, one);
}

/** A worker has failed without dying of it: its memory may be full or damaged, except after divergence. */
export function onFailed(
  draft: Draft,
  id: NetworkId,
  { name, message }: { name: string; message: string },
): void {
  if (name === 'DivergedError') {
    draft.patch(id, { diverged: true });
    fail(draft, id, message);
    return;
  }
  replaceWorker(draft, id);
  // What keeps a network from being built would do so again.
  if (draft.idsThatAre('placing', 'preparing', 'waiting', 'ready').includes(id)) {
    fail(draft, id, explain(name, message));
  } else lose(draft, id, `its computation failed (${plain(message)})`);
  loseSharers(draft, id);
}

export function onSilent(draft: Draft, id: NetworkId, seconds: number): void {
  replaceWorker(draft, id);
  lose(draft, id, `its worker did not respond for ${seconds} s and was replaced`);
  loseSharers(draft, id);
}
