/** How a run begins, and how it makes way. */
import { totalSamples, type SamplesOn } from '../../../engine/data/ranges.ts';
import type { Series } from '../../../engine/train/series.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { type NetworkId, hasNetwork, networkIds } from '../../../engine/experiment/network.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { emptyNetwork, type LabState } from '../../state.ts';
import { isOutdated, missingBackground, type StoredRun } from '../stored/storedRun.ts';
import { advance, stopPool } from './advance.ts';
import type { Draft } from './draft.ts';
import type { Continuation } from './events.ts';
import { refuseFiles } from './fileQuestions.ts';
import { askForBackend, rewound } from './placing.ts';
import { hasEndedRuns } from './series.ts';
import { refresh } from './stageQuestions.ts';
import { untroubled, type Goal, type NetworkCourse } from './state.ts';

/** What is left of a network's course with the next run: questions whose answers still come. */
const afresh = ({ inside, files }: NetworkCourse): NetworkCourse => ({
  ...untroubled,
  inside,
  files,
});

/** Networks that the next run does not have give back what they hold: their workers start with the settings. */
function closeRemoved(draft: Draft, next: Experiment): void {
  for (const id of networkIds) {
    if (hasNetwork(next, id)) continue;
    draft.do({ type: 'close', network: id });
    refuseFiles(draft, id);
  }
}

/** A fresh run, numbered, without networks yet. */
function clear(draft: Draft, patch: Partial<LabState>): void {
  draft.withdrawNotices('run');
  stopPool(draft);
  closeRemoved(draft, patch.run ?? draft.lab.shown);
  const { networks } = draft.course;
  for (const id of networkIds) {
    draft.setCourse({ networks: { ...draft.course.networks, [id]: afresh(networks[id]) } });
    draft.put(id, emptyNetwork);
  }
  draft.setCourse({ wanted: 'rest', resetting: false });
  draft.set({
    runId: draft.lab.runId + 1,
    run: undefined,
    series: undefined,
    weightless: undefined,
    outdated: undefined,
    compiling: undefined,
    data: { done: 0, total: 0 },
    clock: { elapsedMs: 0 },
    ...patch,
  });
}

export interface Beginning {
  until: Goal;
  experiment: Experiment;
  ids: readonly NetworkId[];
  from?: Continuation;
  series?: Series;
  samplesOn?: SamplesOn;
}

/** Of a series, the seeds that have ended stay stored. */
const letGo = (draft: Draft): void =>
  draft.do({ type: hasEndedRuns(draft.lab.series) ? 'set aside' : 'let go' });

const mayBegin = (draft: Draft): boolean => draft.phase === 'idle' || draft.phase === 'finished';

/** The rest follows when the workers say what they are ready for. */
export function begin(draft: Draft, beginning: Beginning): void {
  const { until, experiment, ids, from, series } = beginning;
  if (!mayBegin(draft) || (originOf(experiment).fromFile && !draft.course.file)) return;
  const { series: before, clock, samples } = draft.lab;
  const goesOn = series !== undefined && series.base === before?.base && !draft.lab.outdated;
  if (from) draft.do({ type: 'adopt', id: from.id, finished: from.finished });
  else if (goesOn) draft.do({ type: 'extend' });
  else letGo(draft);
  draft.do({ type: 'withdraw offer' });
  clear(draft, {
    run: experiment,
    series,
    outdated: from?.outdated,
    data: { done: 0, total: totalSamples(experiment) },
    samples: goesOn && !from ? samples : samplesOf(draft, beginning),
    clock: { elapsedMs: from?.elapsedMs ?? (goesOn ? clock.elapsedMs : 0) },
  });
  draft.setCourse({ goal: until, wanted: 'continue' });
  for (const id of ids) draft.patch(id, { status: 'placing' });
  if (from) takeUp(draft, from);
  if (draft.idsThatAre('placing').length > 0) {
    askForBackend(draft, experiment.backend, experiment);
  }
  advance(draft);
}

/** Of a run that has begun before the kind stays; only scenes are simulated by anything but WebAssembly. */
function samplesOf(
  { lab: { samples } }: Draft,
  { experiment, from, samplesOn = 'wasm' }: Beginning,
): LabState['samples'] {
  if (originOf(experiment).id !== 'scene') return { wanted: 'wasm' };
  if (!from) return { ...samples, wanted: samplesOn };
  return { wanted: from.madeOn === 'wasm' ? 'wasm' : 'webgpu', madeOn: from.madeOn };
}

function takeUp(draft: Draft, { kept, failures }: Continuation): void {
  for (const id of networkIds) {
    draft.patchHidden(id, { kept: kept[id] });
    const failure = failures[id];
    if (failure) draft.put(id, { ...rewound(draft, id), ...failure, status: 'failed' });
  }
}

/** Only what was measured comes back of a run whose samples or background are in a file that is not open. */
export function showResults(
  draft: Draft,
  experiment: Experiment,
  run: StoredRun,
  series?: Series,
): void {
  if (!mayBegin(draft)) return;
  draft.do({ type: 'adopt', id: run.id, finished: true });
  draft.do({ type: 'withdraw offer' });
  clear(draft, {
    run: experiment,
    series,
    outdated: isOutdated(run, experiment),
    clock: { elapsedMs: run.elapsedMs },
    weightless: `${whyWeightless(experiment, run)}. Open it and train again.`,
  });
  for (const id of networkIds) {
    const stored = run[id];
    if (!stored) continue;
    draft.patchHidden(id, { kept: stored.kept });
    const { result, failure } = stored;
    const shown = rewound(draft, id);
    if (failure) draft.put(id, { ...shown, ...failure, status: 'failed' });
    else if (stored.kept && result) draft.put(id, { ...shown, result, status: 'finished' });
  }
}

const whyWeightless = (experiment: Experiment, run: StoredRun): string =>
  missingBackground({ run, experiment }) ??
  `The samples of this run are in ${run.file ?? 'a file'}, which is not open`;

/** Back to the untrained networks: the same settings give exactly the same run again. */
export function reset(draft: Draft, stored: 'let go' | 'set aside'): void {
  if (stored === 'let go') letGo(draft);
  else draft.do({ type: stored });
  clear(draft, {});
  const { experiment, shown } = draft.lab;
  askForBackend(draft, experiment.backend, shown);
  refresh(draft);
}
