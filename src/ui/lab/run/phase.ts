/** What a run as a whole is doing: it follows from what its networks and the pool do. */
import type { NetworkStatus, Phase } from '../../state.ts';
import type { State } from './state.ts';
import { networkIds } from '../../../engine/experiment/network.ts';

/** A network that has ended for good, or takes no part. */
const hasEnded: Readonly<Record<NetworkStatus, boolean>> = {
  empty: true,
  failed: true,
  finished: true,
  placing: false,
  preparing: false,
  waiting: false,
  ready: false,
  training: false,
  paused: false,
  lost: false,
};

/** Whether time runs, and something will happen by itself. */
export const runs = (phase: Phase): boolean =>
  phase === 'starting' || phase === 'simulating' || phase === 'training' || phase === 'pausing';

export function phaseOf({ lab, course }: State): Phase {
  if (!lab.run) return 'idle';
  const statuses = new Set(networkIds.map((id) => lab.networks[id].status));
  if ([...statuses].every((status) => hasEnded[status])) return 'finished';
  if (course.wanted === 'rest') {
    return statuses.has('training') || course.pool !== 'idle' ? 'pausing' : 'paused';
  }
  if (statuses.has('placing') || statuses.has('preparing')) return 'starting';
  if (statuses.has('waiting')) return 'simulating';
  return statuses.has('training') ? 'training' : 'paused';
}
