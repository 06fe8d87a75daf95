/** What a run has to say to those who do not see it: the sentences between one state and the next. */
import { type NetworkId, networkIds } from '../../engine/experiment/network.ts';
import { numberOf, openAfter, scatterOf, type Series } from '../../engine/train/series.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { runs } from '../lab/run/phase.ts';
import { formatCount, formatPercent, formatPercentScatter } from '../shared/numbers.ts';
import { type LabState } from '../state.ts';

export interface Sentence {
  text: string;
  /** Not worth saying once something later is to be said. */
  passing?: true;
}

/** What the announcements are read from. */
export type RunView = Pick<
  LabState,
  'phase' | 'run' | 'series' | 'runId' | 'data' | 'sweeping' | 'backendProblem' | 'networks'
> & {
  /** Whether errors are not to be told. */
  secret?: boolean;
};

/** Marks on the way: often enough to follow, rare enough to read something else meanwhile. */
const marks = ['', 'A quarter', 'Half', 'Three quarters'] as const;

/** Networks that take part in a run and have not failed. */
const alive = (state: RunView): NetworkId[] =>
  networkIds.filter((id) => !['empty', 'failed'].includes(state.networks[id].status));

/** The last of the marks that all networks have passed; beyond the marks at the end. */
function markOf(state: RunView): number {
  const { run } = state;
  const ids = alive(state);
  if (!run || ids.length === 0) return 0;
  const share = Math.min(...ids.map((id) => state.networks[id].step / stepsOf(run, id)));
  return Math.floor(marks.length * share);
}

const named = (id: NetworkId): string => `network ${id.toUpperCase()}`;

const list = (errors: readonly (readonly [NetworkId, number])[]): string =>
  errors.map(([id, error]) => `${named(id)} ${formatPercent(error)}`).join(', ');

function latestErrors(state: RunView): string {
  if (state.secret) return '';
  const known = alive(state).flatMap((id) => {
    const error = state.networks[id].curve.findLast(({ test }) => test !== undefined)?.test;
    return error === undefined ? [] : [[id, error] as const];
  });
  return known.length > 0 ? ` Test error so far: ${list(known)}.` : '';
}

const errorsOf = ({ networks }: RunView): (readonly [NetworkId, number])[] =>
  networkIds.flatMap((id) => {
    const { result } = networks[id];
    return result ? [[id, result.test] as const] : [];
  });

/** Of a series, the errors of the seed that has ended; at the end, the means of all. */
function seedErrors(state: RunView, series: Series): string {
  const { run } = state;
  const { count, done } = series;
  if (run && openAfter(series, run).length > 0) {
    const known = state.secret ? [] : errorsOf(state);
    const errors = known.length > 0 ? ` Test error: ${list(known)}.` : '';
    return `Seed ${numberOf(series, run)} of ${count} is done.${errors}`;
  }
  if (state.secret) return `All ${count} seeds are done.`;
  const means = networkIds.flatMap((id) => {
    const found = scatterOf(done, id);
    return found.count > 0 ? `${named(id)} ${formatPercentScatter(found)}` : [];
  });
  return `All ${count} seeds are done. Mean test error and standard deviation: ${means.join(', ')}.`;
}

function finalErrors(state: RunView): string {
  if (state.series) return seedErrors(state, state.series);
  const known = errorsOf(state);
  if (known.length > 0 && state.secret) return 'Training has finished.';
  return known.length > 0
    ? `Training has finished. Test error: ${list(known)}.`
    : 'The run has ended without a result.';
}

function pausedAt(state: RunView): string {
  const { run, data } = state;
  if (data.done < data.total) {
    return `Paused at ${formatCount(data.done)} of ${formatCount(data.total)} samples.`;
  }
  const steps = alive(state).map(
    (id) =>
      `${named(id)} at step ${formatCount(state.networks[id].step)}${run ? ` of ${formatCount(stepsOf(run, id))}` : ''}`,
  );
  return `Paused, ${steps.join(', ')}.`;
}

/** Whether a seed of a series follows by itself: the end of the one before has been said. */
const follows = (before: RunView, series: Series | undefined): boolean =>
  before.phase !== 'paused' && series !== undefined && series.done.length > 0;

function ofBeginning(before: RunView, { data, series }: RunView): string[] {
  if (before.phase === 'paused') return ['The run continues.'];
  // A network that was lost in the middle of a run waits for samples again; a notice says so.
  if (runs(before.phase) || follows(before, series)) return [];
  return [`The run starts with ${formatCount(data.total)} samples.`];
}

/** What happened to the run as a whole. */
function ofPhase(before: RunView, now: RunView): string[] {
  if (!now.run) return before.run ? ['Reset: the networks are untrained.'] : [];
  if (now.phase === before.phase) return [];
  switch (now.phase) {
    case 'starting':
    case 'simulating':
      return ofBeginning(before, now);
    case 'training':
      if (follows(before, now.series)) return [];
      return [
        alive(now).some((id) => now.networks[id].step > 0)
          ? 'Training continues.'
          : 'The samples are ready. Training starts.',
      ];
    case 'paused':
      return [pausedAt(now)];
    case 'finished':
      return [finalErrors(now)];
    // Over at once, or said by what comes next.
    case 'idle':
    case 'pausing':
      return [];
    default:
      return now.phase satisfies never;
  }
}

function ofMarks(before: RunView, now: RunView): Sentence[] {
  const mark = markOf(now);
  // A series is long enough that the ends of its seeds mark the way.
  if (now.series || now.runId !== before.runId || !runs(now.phase)) return [];
  if (mark <= markOf(before)) return [];
  return mark < marks.length
    ? [{ text: `${marks[mark]} of the training is done.${latestErrors(now)}`, passing: true }]
    : [];
}

const ofFailures = (before: RunView, now: RunView): string[] =>
  networkIds.flatMap((id) => {
    const { status, error } = now.networks[id];
    if (status !== 'failed' || before.networks[id].status === 'failed') return [];
    return [`Network ${id.toUpperCase()} has failed. ${error ?? ''}`.trim()];
  });

function ofBackend(before: RunView, { backendProblem }: RunView): string[] {
  if (backendProblem === undefined || backendProblem === before.backendProblem) return [];
  return [`The backend could not be started: ${backendProblem}.`];
}

/**
 * Sentences for what happened from one state to the next: beginning, quarters, pauses, failures, the end with its
 * errors. A sweep starts dozens of runs and announces its own progress.
 */
export function announcements(before: RunView, now: RunView): Sentence[] {
  const plain = (texts: readonly string[]): Sentence[] => texts.map((text) => ({ text }));
  if (now.sweeping || before.sweeping) return plain(ofBackend(before, now));
  return [
    ...plain([...ofBackend(before, now), ...ofFailures(before, now)]),
    ...ofMarks(before, now),
    ...plain(ofPhase(before, now)),
  ];
}

/** What is said of sentences that came at about the same time. */
export const gathered = (sentences: readonly Sentence[]): string =>
  sentences
    .filter(({ passing }, i) => !passing || i === sentences.length - 1)
    .map(({ text }) => text)
    .join(' ');

/** How wrong the forecasts of a newly chosen sample are. */
export function sampleText(
  sample: number | undefined,
  errors: Partial<Record<NetworkId, number>>,
): string | undefined {
  const known = networkIds.flatMap((id) => {
    const error = errors[id];
    return error === undefined ? [] : [[id, error] as const];
  });
  if (known.length === 0) return undefined;
  const which = sample === undefined ? 'Your own sample' : `Test sample ${sample + 1}`;
  return `${which}: relative error of ${list(known)}.`;
}
