/** What a run is: from a state and an event to the next state and what is to be done then. Pure. */
import { type NetworkId, networkIds } from '../../../engine/experiment/network.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import { type LabState } from '../../state.ts';
import { advance, onOwnSamplesSent, onSamples } from './advance.ts';
import { begin, reset, showResults } from './begin.ts';
import { Draft } from './draft.ts';
import type { Effect } from './effects.ts';
import type { RunEvent, UserEvent, WorkerEvent } from './events.ts';
import { lose, onFailed, onSilent, plain } from './faults.ts';
import { onEnd } from './series.ts';
import { askForFiles, cancelFiles, onExported, onExporting } from './fileQuestions.ts';
import { runs } from './phase.ts';
import { LEADER } from './leader.ts';
import { askForBackend, onBackend, onPrepared } from './placing.ts';
import { onPoolFailed, onStopped, pause, resume, stop } from './rests.ts';
import {
  askForLayer,
  onForecast,
  onNoForecast,
  onPretrained,
  onSimulation,
  onSimulationDeath,
  refresh,
} from './stageQuestions.ts';
import type { State } from './state.ts';
import { onCheckpoint, onFinished, onPaused, onProgress } from './training.ts';

export interface Step {
  state: State;
  effects: readonly Effect[];
}

/** `at`: the time (ms) by a clock that stands still while the page sleeps. */
export function transition(state: State, event: RunEvent, at: number): Step {
  const draft = new Draft(state);
  if (isOfWorker(event)) onWorker(draft, event);
  else onUser(draft, event);
  // Reset waits for the steps in progress.
  if (draft.course.resetting && !runs(draft.phase)) reset(draft, draft.course.resetting);
  close(draft, state, event, at);
  return { state: { lab: draft.lab, course: draft.course }, effects: draft.effects };
}

const userTypes: Readonly<Record<UserEvent['type'], true>> = {
  begin: true,
  resume: true,
  pause: true,
  stop: true,
  reset: true,
  'set aside': true,
  'choose backend': true,
  refresh: true,
  'show results': true,
  'open file': true,
  'open weights': true,
  inspect: true,
  locate: true,
  'ask for files': true,
  'cancel files': true,
};

const isOfWorker = (event: RunEvent): event is WorkerEvent => !(event.type in userTypes);

function onUser(draft: Draft, event: UserEvent): void {
  switch (event.type) {
    case 'begin':
      return begin(draft, event);
    case 'resume':
      return resume(draft, event.until);
    case 'pause':
      return pause(draft);
    case 'stop':
      return stop(draft);
    case 'reset':
      draft.setCourse({ resetting: 'let go' });
      return stop(draft);
    case 'set aside':
      draft.setCourse({ resetting: 'set aside' });
      return stop(draft);
    case 'choose backend':
      return askForBackend(draft, draft.lab.experiment.backend, draft.lab.shown);
    case 'refresh':
      return refresh(draft);
    case 'show results':
      return showResults(draft, event.experiment, event.run, event.series);
    case 'open file':
      draft.set({ fileKey: event.file.data.fingerprint });
      return draft.setCourse({ file: event.file });
    case 'open weights': {
      const { fingerprint } = event.opened.weights;
      draft.set({ weightFiles: { ...draft.lab.weightFiles, [fingerprint]: event.opened.name } });
      return draft.setCourse({
        weights: { ...draft.course.weights, [fingerprint]: event.opened },
      });
    }
    case 'inspect':
      return askForLayer(draft, event.network, event.layer);
    case 'locate':
      return draft.post(event.network, { type: 'locate' });
    case 'ask for files':
      return askForFiles(draft, event.network, event);
    case 'cancel files':
      return cancelFiles(draft, event.network, event.what);
    default:
      return event satisfies never;
  }
}

function onWorker(draft: Draft, event: WorkerEvent): void {
  const { lab, course } = draft;
  switch (event.type) {
    case 'network':
      return onNetwork(draft, event.network, event.event);
    case 'died': {
      const reason = plain(event.message);
      return lose(draft, event.network, `its worker stopped (${reason})`, event.message);
    }
    case 'silent':
      return onSilent(draft, event.network, event.seconds);
    case 'stopped':
      return onStopped(draft, event.network, event.inTime);
    case 'samples':
      if (course.pool !== 'idle') onSamples(draft, event.chunk, event.on);
      return undefined;
    case 'own samples sent':
      if (event.runId === lab.runId && course.pool !== 'idle') onOwnSamplesSent(draft);
      return undefined;
    case 'pool idle':
      if (course.pool === 'ending') draft.setCourse({ pool: 'idle' });
      return undefined;
    case 'pool failed':
      return onPoolFailed(draft, event.message);
    case 'simulation':
      return onSimulation(draft, event.event);
    case 'simulation died':
      return onSimulationDeath(draft, plain(event.message));
    case 'late':
      return markLate(draft, event.who, event.late);
    default:
      return event satisfies never;
  }
}

function markLate(draft: Draft, who: LabState['late'][number], late: boolean): void {
  const others = draft.lab.late.filter((one) => one !== who);
  draft.set({ late: late ? [...others, who] : others });
}

/** What belongs to an older run is ignored, except files: they were asked for. */
function onNetwork(draft: Draft, id: NetworkId, event: LabEvent): void {
  if (event.type === 'exported') onExported(draft, id, event);
  else if (event.type === 'exporting') onExporting(draft, id, event);
  else if (event.runId === draft.lab.runId) onPresent(draft, id, event);
}

function onPresent(draft: Draft, id: NetworkId, event: LabEvent): void {
  switch (event.type) {
    case 'backend':
      return onBackend(draft, id, event.report);
    case 'compiling':
      return draft.set({ compiling: { done: event.done, total: event.total } });
    case 'prepared':
      if (onPrepared(draft, id, event.needsData)) advance(draft);
      return undefined;
    case 'complete':
      // All networks have the same samples.
      return event.note === undefined ? undefined : draft.notice(event.note, 'run note');
    case 'forecast':
      return onForecast(draft, id, event);
    case 'noForecast':
      return onNoForecast(draft, id);
    case 'pretrained':
      return onPretrained(draft, event);
    case 'inspected':
      return draft.do({ type: 'inspected', network: event.whose ?? id, answer: event });
    case 'located':
      return draft.do({ type: 'located', network: id, answer: event });
    case 'failed':
      return onFailed(draft, id, event);
    case 'progress':
    case 'checkpoint':
    case 'paused':
    case 'finished':
      // A worker that the network has left may still say how it went there.
      if (draft.network(id).status === 'training') onTraining(draft, id, event);
      return undefined;
    // Only simulations send these, and what is about files has been answered.
    case 'exported':
    case 'exporting':
    case 'recording':
    case 'samples':
    case 'noGpu':
    case 'submodel':
    case 'measuring':
    case 'measured':
      return undefined;
    default:
      return event satisfies never;
  }
}

type TrainingEvent = Extract<LabEvent, { type: 'progress' | 'checkpoint' | 'paused' | 'finished' }>;

function onTraining(draft: Draft, id: NetworkId, event: TrainingEvent): void {
  switch (event.type) {
    case 'progress':
      return onProgress(draft, id, event);
    case 'checkpoint':
      return onCheckpoint(draft, id, event.checkpoint);
    case 'paused':
      return onPaused(draft, id, event.step);
    case 'finished':
      return onFinished(draft, id, event.result);
    default:
      return event satisfies never;
  }
}

/** Whether a network's worker is to answer something without which the run stands still. */
function isExpected({ lab }: State, id: NetworkId): boolean {
  const { status } = lab.networks[id];
  if (status === 'preparing' || status === 'training') return true;
  return id === LEADER && networkIds.some((one) => lab.networks[one].status === 'placing');
}

/** What follows from the state as a whole: the phase and its clock, the watch over workers, the end of the run. */
function close(draft: Draft, before: State, event: RunEvent, at: number): void {
  const { phase } = draft;
  // After single steps the run is at rest like after a pause.
  if (phase === 'paused') draft.setCourse({ wanted: 'rest' });
  const { elapsedMs, runningSince } = draft.lab.clock;
  if (runs(phase) && runningSince === undefined) {
    draft.set({ clock: { elapsedMs, runningSince: at } });
  }
  if (!runs(phase) && runningSince !== undefined) {
    draft.set({ clock: { elapsedMs: elapsedMs + at - runningSince } });
  }
  if (phase !== draft.lab.phase) draft.set({ phase });
  for (const id of networkIds) watch(draft, before, event, id);
  if (phase === 'finished' && before.lab.phase !== 'finished') onEnd(draft);
}

function watch(draft: Draft, before: State, event: RunEvent, id: NetworkId): void {
  const was = isExpected(before, id);
  const is = isExpected(draft, id);
  const heard = event.type === 'network' && event.network === id;
  if (is && (!was || heard || draft.lab.networks[id].status !== before.lab.networks[id].status)) {
    draft.do({ type: 'watch', network: id });
  }
  if (was && !is) draft.do({ type: 'unwatch', network: id });
}
