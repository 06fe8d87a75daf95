/** Pause, Stop and Resume. */
import type { NetworkId } from '../../../engine/experiment/network.ts';
import { advance, restore, stopPool, train } from './advance.ts';
import type { Draft } from './draft.ts';
import { cutShort, loseSharers } from './faults.ts';
import { runs } from './phase.ts';
import type { Goal } from './state.ts';

export function pause(draft: Draft): void {
  const { phase } = draft;
  if (!runs(phase) || phase === 'pausing') return;
  draft.setCourse({ wanted: 'rest' });
  for (const id of draft.idsThatAre('training')) draft.post(id, { type: 'pause' });
  if (draft.course.pool !== 'making') return;
  draft.setCourse({ pool: 'ending' });
  draft.do({ type: 'pool', do: 'pause' });
}

export function stop(draft: Draft): void {
  if (!runs(draft.phase)) return;
  draft.setCourse({ wanted: 'rest' });
  stopPool(draft);
  const { runId } = draft.lab;
  for (const id of draft.idsThatAre('training')) {
    if (draft.hidden(id).stopping) continue;
    draft.patchHidden(id, { stopping: true });
    draft.do({ type: 'stop', network: id, runId });
  }
}

/** Whether a training ended within the deadline of Stop. If not, its worker was replaced. */
export function onStopped(draft: Draft, id: NetworkId, inTime: boolean): void {
  const { stopping } = draft.hidden(id);
  draft.patchHidden(id, { stopping: false });
  if (inTime || !stopping || draft.network(id).status !== 'training') return;
  cutShort(draft, id);
  loseSharers(draft, id);
}

export function resume(draft: Draft, until: Goal): void {
  if (draft.phase !== 'paused') return;
  draft.setCourse({ goal: until, wanted: 'continue' });
  for (const id of draft.idsThatAre('paused')) train(draft, id);
  const lost = draft.idsThatAre('lost');
  if (lost.length > 0) restore(draft, lost);
  advance(draft);
}

/** The samples can't be made: the pool rests, and the run with it until the user tries again. */
export function onPoolFailed(draft: Draft, message: string): void {
  draft.setCourse({ pool: 'idle' });
  draft.notice(`The samples can’t be made: ${message}`, 'run samples');
  pause(draft);
}
