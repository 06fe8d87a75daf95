/** The sample on the stage, and who computes what it shows: truth and forecasts, always for the latest. */
import { fieldKey } from '../../engine/data/samplesKey.ts';
import { testSample } from '../../engine/data/sampling.ts';
import {
  experimentAt,
  fromArray,
  toArray,
  type SampleParameters,
} from '../../engine/experiment/parameters.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { sceneProblem } from '../../engine/scene/check.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import { networkIds, useLab, type LabState, type NetworkStatus } from '../state.ts';
import { ownRecording, ownSamples } from './ownData.ts';
import { networks, simulation } from './workers.ts';

const { getState: get, setState: set } = useLab;

/** Who computes a part of the stage; the zone inside a forecast trace comes from the simulation's worker. */
type Performer = 'simulation' | NetworkId | `inside ${NetworkId}`;

/** Per part: whether it is being computed, and whether the sample has changed meanwhile. */
const none = { simulation: false, a: false, b: false, 'inside a': false, 'inside b': false };
const busy: Record<Performer, boolean> = { ...none };
const stale: Record<Performer, boolean> = { ...none };

const isInside = (who: Performer): who is `inside ${NetworkId}` => who.startsWith('inside');
const networkOf = (who: Exclude<Performer, 'simulation'>): NetworkId =>
  who.endsWith('a') ? 'a' : 'b';

/** Whether the networks were trained for the scene that the settings describe now. */
export const forecastsApply = ({ run, experiment }: LabState): boolean =>
  run !== undefined && fieldKey(run) === fieldKey(experiment);

const hasWeights: Readonly<Record<NetworkStatus, boolean>> = {
  empty: false,
  preparing: false,
  ready: false,
  training: true,
  paused: true,
  finished: true,
  failed: false,
};

/** Asks a worker for its part of the stage, now or as soon as it has answered the last question. */
export function request(who: Performer): void {
  const state = get();
  const { runId, experiment, parameters } = state;
  // Settings that do not fit together can't be simulated; the stage keeps what it shows.
  if (state.issues.length > 0) return;
  if (who !== 'simulation' && !(hasWeights[state[networkOf(who)].status] && forecastsApply(state)))
    return;
  if (isInside(who) && !(taskOf(experiment).drivesSubmodel && state[networkOf(who)].forecast))
    return;
  if (who === 'simulation' && originOf(experiment).fromFile) {
    set({ recording: ownRecording(experiment, parameters, state.sample ?? 0) });
    return;
  }
  if (busy[who]) {
    stale[who] = true;
    return;
  }
  busy[who] = true;
  if (who === 'simulation') simulation.post({ type: 'simulate', runId, experiment, parameters });
  else if (isInside(who)) postSubmodel(networkOf(who));
  else networks[who].post({ type: 'forecast', runId, parameters });
}

/** The zone under a network's latest forecast of the trace on its boundary. */
function postSubmodel(network: NetworkId): void {
  const {
    runId,
    experiment,
    [network]: { forecast },
  } = get();
  if (!forecast) return;
  const { parameters, field: trace } = forecast;
  simulation.post({ type: 'submodel', runId, experiment, parameters, network, trace });
}

/**
 * A worker has answered; if the sample changed meanwhile it is asked again, for the latest only. Says whether
 * it was.
 */
export function answered(who: Performer): boolean {
  busy[who] = false;
  if (!stale[who]) return false;
  stale[who] = false;
  request(who);
  return busy[who];
}

/** No answer will come any more: the worker was replaced or its run has ended. */
export function forget(who: Performer): void {
  busy[who] = false;
  stale[who] = false;
}

export function refreshStage(): void {
  request('simulation');
  networkIds.forEach(request);
}

/** Shows other free parameters: truth and forecasts follow. What the scene does not allow is not shown. */
export function showParameters(parameters: SampleParameters): void {
  const { shown } = get();
  const problem = sceneProblem(experimentAt(shown, parameters));
  if (problem !== undefined) {
    set({ stageProblem: problem });
    return;
  }
  set({ parameters, sample: undefined, stageProblem: undefined });
  refreshStage();
}

/** Changes some of the source's three parameters. */
export const moveSource = (change: Partial<Omit<SampleParameters, 'others'>>): void =>
  showParameters({ ...get().parameters, ...change });

/** Changes one free parameter, by its place in `freeParameters`. */
export const setParameter = (index: number, value: number): void =>
  showParameters(fromArray(toArray(get().parameters).with(index, value)));

/** Shows a test sample (0-based); none of settings that do not fit together, or whose data file is not open. */
export function showSample(index: number): void {
  const { experiment, issues } = get();
  if (issues.length > 0) return;
  const sample = Math.min(Math.max(0, Math.round(index)), experiment.data.test - 1);
  set({
    sample,
    parameters: originOf(experiment).fromFile
      ? ownSamples(experiment).testSample(sample)
      : testSample(experiment, sample),
    stageProblem: undefined,
  });
  refreshStage();
}

/** The square in the place of the networks' panels, or back. */
export const toggleSquare = (): void => set(({ squareLarge }) => ({ squareLarge: !squareLarge }));

export const toggleMesh = (): void => set(({ meshShown }) => ({ meshShown: !meshShown }));
