/** A series of runs that differ in their seeds: what the end of one of them means for the next. */
import { hasNetwork, idsOf, networkIds } from '../../../engine/experiment/network.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import {
  hasOutcome,
  isWhole,
  numberOf,
  openAfter,
  seedsOf,
  withRun,
  type SeedOutcome,
  type SeedRun,
  type Series,
} from '../../../engine/train/series.ts';
import type { LabState, NetworkState } from '../../state.ts';
import { settingsMoved } from '../moved.ts';
import type { Draft } from './draft.ts';
import type { UserEvent } from './events.ts';

export const hasEndedRuns = (series: Series | undefined): boolean =>
  series !== undefined && series.done.length > 0;

const outcomeOf = ({
  curve,
  result,
  status,
  error = '',
  diverged = false,
}: NetworkState): SeedOutcome => ({
  curve,
  result,
  failure: status === 'failed' ? { error, diverged } : undefined,
});

/** What there is to keep of a run whose networks have all ended. */
export const seedRunOf = (run: Experiment, networks: LabState['networks']): SeedRun => ({
  ...seedsOf(run),
  networks: Object.fromEntries(
    networkIds
      .filter((id) => hasNetwork(run, id) && networks[id].status !== 'empty')
      .map((id) => [id, outcomeOf(networks[id])]),
  ),
});

/** The series with the present settings and so many seeds, and the seeds of it that are there already. */
export function seriesOf(state: LabState, count: number): Series {
  const { series, run, experiment, networks, phase, outdated } = state;
  if (run && !outdated && !settingsMoved(state)) {
    if (series) return { ...series, count: Math.max(count, series.done.length) };
    const ended = seedRunOf(run, networks);
    if (phase === 'finished' && isWhole(ended)) return { base: experiment, count, done: [ended] };
  }
  return { base: experiment, count, done: [] };
}

/** The run has ended: it is kept, and the next one of its series follows, if there is one. */
export function onEnd(draft: Draft): void {
  const next = nextRun(draft);
  if (!next) {
    draft.do({ type: 'save ended' });
    return;
  }
  // The samples of own data are in a file that the page can't open again by itself.
  if (!originOf(next.experiment).fromFile) draft.do({ type: 'save' });
  const { goal, wanted } = draft.course;
  const rests = wanted === 'rest' || goal === 'one step';
  draft.do({ type: 'follow', events: rests ? [next, { type: 'pause' }] : [next] });
}

function nextRun(draft: Draft): Extract<UserEvent, { type: 'begin' }> | undefined {
  const { run, networks, series: before, weightless, outdated } = draft.lab;
  if (!run || !before || outdated) return undefined;
  const ended = seedRunOf(run, networks);
  const series = withRun(before, ended);
  draft.set({ series });
  const [experiment] = openAfter(series, run);
  if (experiment === undefined || weightless !== undefined) return undefined;
  if (!hasOutcome(ended, run)) {
    draft.notice(
      `The series ends with seed ${numberOf(series, run)} of ${series.count}: none of its networks could be trained.`,
      'run series',
    );
    return undefined;
  }
  return { type: 'begin', until: 'end', experiment, ids: idsOf(experiment), series };
}
