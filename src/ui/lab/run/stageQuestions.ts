/** What the stage asks of workers: the wave and the forecasts, always of the latest sample. */
import { fieldKey } from '../../../engine/data/samplesKey.ts';
import { type NetworkId, networkIds } from '../../../engine/experiment/network.ts';
import { originOf, taskOf } from '../../../engine/tasks/index.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import { type LabState, type NetworkStatus } from '../../state.ts';
import { ownRecording } from '../ownRecording.ts';
import { pretrainedOf } from '../../../engine/pretrained/pretrained.ts';
import { LEADER } from './leader.ts';
import type { Draft } from './draft.ts';
import type { Question } from './state.ts';

type Told<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** A part of the stage: the wave, a network's forecast, or the zone inside its forecast trace. */
type Part = 'simulation' | readonly ['forecast' | 'inside', NetworkId];

/** Whether a network was trained for the scene that the settings describe now, in the run or earlier. */
export const forecastApplies = ({ run, experiment, networks }: LabState, id: NetworkId): boolean =>
  run === undefined
    ? networks[id].earlier !== undefined
    : run === experiment || fieldKey(run) === fieldKey(experiment);

const hasWeights: Readonly<Record<NetworkStatus, boolean>> = {
  empty: false,
  placing: false,
  preparing: false,
  waiting: false,
  ready: false,
  training: true,
  paused: true,
  lost: false,
  finished: true,
  failed: false,
};

const questionOf = ({ course }: Draft, part: Part): Question =>
  part === 'simulation' ? course.simulation : course.networks[part[1]][part[0]];

function setQuestion(draft: Draft, part: Part, question: Question): void {
  if (part === 'simulation') draft.setCourse({ simulation: question });
  else draft.patchHidden(part[1], { [part[0]]: question });
}

/** Whether there is anybody to be asked. */
function canAsk({ lab }: Draft, part: Part): boolean {
  // Settings that conflict can't be simulated; the stage keeps what it shows.
  if (lab.issues.length > 0) return false;
  if (part === 'simulation') return true;
  const [what, id] = part;
  const { status, earlier, forecast } = lab.networks[id];
  if ((!hasWeights[status] && !earlier) || !forecastApplies(lab, id)) return false;
  return (
    what === 'forecast' ||
    (taskOf(lab.experiment).drivesSubmodel === true && forecast !== undefined)
  );
}

/** Asks for a part of the stage, now or as soon as the last question is answered. */
function request(draft: Draft, part: Part): void {
  if (!canAsk(draft, part)) return;
  const { lab } = draft;
  if (part === 'simulation' && originOf(lab.experiment).fromFile) {
    showOwn(draft);
    return;
  }
  if (questionOf(draft, part) !== 'none') {
    setQuestion(draft, part, 'outdated');
    return;
  }
  setQuestion(draft, part, 'asked');
  const { runId, experiment, parameters } = lab;
  if (part === 'simulation') {
    draft.do({
      type: 'simulate',
      command: { type: 'simulate', runId, experiment, parameters },
    });
  } else if (part[0] === 'forecast') {
    askForForecast(draft, part[1]);
  } else {
    askForInside(draft, part[1]);
  }
}

/** All networks that come with the page are in the leader's worker, which is the first to have a backend. */
function askForForecast(draft: Draft, id: NetworkId): void {
  const { parameters, networks } = draft.lab;
  const { earlier } = networks[id];
  if (!earlier) return draft.post(id, { type: 'forecast', parameters });
  const { of } = earlier;
  const count = draft.count;
  draft.post(LEADER, { type: 'forecastPretrained', whose: id, of, parameters, networks: count });
}

/** Asks a network for one of its convolutions, or one that comes with the page in its place. */
export function askForLayer(draft: Draft, id: NetworkId, layer: number): void {
  const { earlier } = draft.network(id);
  if (!earlier) return draft.post(id, { type: 'inspect', layer });
  const networks = draft.count;
  draft.post(LEADER, { type: 'inspectPretrained', whose: id, of: earlier.of, layer, networks });
}

/** Own data needs no simulation. */
function showOwn(draft: Draft): void {
  const { lab, course } = draft;
  if (!course.file) return;
  const { experiment, parameters, sample = 0 } = lab;
  const samples = course.file.samples(experiment);
  draft.set({ recording: ownRecording(experiment, samples, parameters, sample) });
}

/** The zone under a network's latest forecast of the trace on its boundary. */
function askForInside(draft: Draft, network: NetworkId): void {
  const { runId, experiment } = draft.lab;
  const { forecast } = draft.network(network);
  if (!forecast) return;
  const { parameters, field: trace } = forecast;
  const command = {
    type: 'submodel',
    runId,
    experiment,
    parameters,
    network,
    trace,
  } as const;
  draft.do({ type: 'simulate', command });
}

/** An answer has come; if the sample has changed since, the question is asked again. Says whether it was. */
function answer(draft: Draft, part: Part): boolean {
  const again = questionOf(draft, part) === 'outdated';
  setQuestion(draft, part, 'none');
  if (again) request(draft, part);
  return questionOf(draft, part) !== 'none';
}

export const requestForecast = (draft: Draft, id: NetworkId): void =>
  request(draft, ['forecast', id]);

/** Before a run, networks that come with the page already trained stand in for the same ones of the settings. */
function findEarlier(draft: Draft): void {
  const { run, experiment, issues } = draft.lab;
  if (run || issues.length > 0) return;
  for (const id of networkIds) {
    const earlier = pretrainedOf(experiment, id);
    if (earlier?.of !== draft.network(id).earlier?.of)
      draft.patch(id, { earlier, forecast: undefined });
  }
}

export function refresh(draft: Draft): void {
  findEarlier(draft);
  request(draft, 'simulation');
  for (const id of networkIds) request(draft, ['forecast', id]);
}

export function onForecast(draft: Draft, id: NetworkId, event: Told<'forecast'>): void {
  const { parameters, field, unit, step, milliseconds } = event;
  draft.patch(id, { forecast: { parameters, field, unit, step, milliseconds } });
  answer(draft, ['forecast', id]);
  request(draft, ['inside', id]);
}

/** The forecast of a network that comes with the page; one that has been replaced meanwhile is asked again. */
export function onPretrained(draft: Draft, event: Told<'pretrained'>): void {
  const { whose, of, parameters, field, unit, milliseconds, problem } = event;
  const { earlier } = draft.network(whose);
  if (earlier?.of === of) {
    const forecast = { parameters, field, unit, milliseconds, step: earlier.steps };
    draft.patch(whose, {
      earlier: { ...earlier, problem },
      forecast: problem === undefined ? forecast : undefined,
    });
  }
  answer(draft, ['forecast', whose]);
}

/** The leader's worker is gone, and with it what was asked of the networks that come with the page. */
export function forgetEarlier(draft: Draft): void {
  for (const id of networkIds) {
    if (draft.network(id).earlier) draft.patchHidden(id, { forecast: 'none' });
  }
}

export function onNoForecast(draft: Draft, id: NetworkId): void {
  answer(draft, ['forecast', id]);
}

export function onSimulation(draft: Draft, event: LabEvent): void {
  if (event.type === 'recording') {
    // A late one: own data needs no simulation.
    if (!originOf(draft.lab.shown).fromFile) {
      draft.set({ recording: event, stageProblem: event.submodelProblem });
    }
    answer(draft, 'simulation');
  }
  if (event.type === 'submodel') {
    const { network, parameters, zone, relativeL2, milliseconds, problem } = event;
    // The network of an older run is gone.
    if (event.runId === draft.lab.runId) {
      draft.patch(network, { inside: { parameters, zone, relativeL2, milliseconds, problem } });
    }
    answer(draft, ['inside', network]);
  }
  if (event.type !== 'failed') return;
  if (event.network) {
    answer(draft, ['inside', event.network]);
  } else {
    // The sentence is about settings that have changed since if the question is asked again.
    if (!answer(draft, 'simulation')) draft.set({ stageProblem: event.message });
  }
}

/** The stage's worker is gone: it answers nothing any more. */
export function onSimulationDeath(draft: Draft, message: string): void {
  draft.setCourse({ simulation: 'none' });
  for (const id of networkIds) draft.patchHidden(id, { inside: 'none' });
  draft.set({
    stageProblem: `The worker that computes the wave stopped (${message}). Move the source or reload the page to try again.`,
  });
}
