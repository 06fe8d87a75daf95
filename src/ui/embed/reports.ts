/** What the page around this one hears of a run and of a lesson. Pure. */
import { idsOf } from '../../engine/experiment/network.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { planOf } from '../networks/plans.ts';
import type { LabState } from '../state.ts';
import type { Report } from './messages.ts';

/** Guesses by lesson and question, as they are kept. */
export type Guesses = Readonly<
  Record<
    string,
    { guesses: Readonly<Record<string, { number?: number; choice?: number; unsure?: true }>> }
  >
>;

/** The predictions that are new. */
export function predictionsOf(
  now: Guesses,
  before: Guesses,
): Extract<Report, { type: 'prediction' }>[] {
  return Object.entries(now).flatMap(([lesson, { guesses }]) => {
    const old = before[lesson]?.guesses;
    if (old === guesses) return [];
    return Object.entries(guesses)
      .filter(([question, guess]) => old?.[question] !== guess)
      .map(([question, { number, choice }]) => ({
        type: 'prediction',
        lesson,
        question,
        guess: number ?? choice ?? null,
      }));
  });
}

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
