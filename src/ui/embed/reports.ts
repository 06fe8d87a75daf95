/** What the page around this one hears of a run. Pure. */
import { idsOf } from '../../engine/experiment/network.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { planOf } from '../networks/plans.ts';
import type { LabState } from '../state.ts';
import type { Report } from './messages.ts';

export type RunView = Pick<LabState, 'run' | 'phase' | 'networks'>;

/** Nothing before the first run. */
export function progressOf(state: RunView): Extract<Report, { type: 'progress' }> | undefined {
  const { run, phase, networks } = state;
  if (!run) return undefined;
  const ids = idsOf(run);
  const steps = Object.fromEntries(ids.map((id) => [id, networks[id].step]));
  const total = ids.reduce((sum, id) => sum + stepsOf(run, id), 0);
  const done = ids.reduce((sum, id) => sum + networks[id].step, 0);
  return { type: 'progress', phase, share: total > 0 ? done / total : 0, steps };
}

export function doneOf(
  state: RunView,
  link: string,
): Extract<Report, { type: 'done' }> | undefined {
  const { run, networks } = state;
  if (!run) return undefined;
  const ended = idsOf(run).flatMap((id) => {
    const { result } = networks[id];
    if (!result) return [];
    return [[id, { parameters: planOf(run, id).totals.parameters, testError: result.test }]];
  });
  return { type: 'done', link, networks: Object.fromEntries(ended) };
}
