/** The source on the stage, and who computes what it shows: truth and forecasts, always for the latest. */
import { sampleSources } from '../../engine/data/sampling.ts';
import type { Experiment, NetworkId } from '../../engine/experiment/schema.ts';
import type { Source } from '../../engine/fem/simulator.ts';
import { networkIds, useLab, type LabState, type NetworkStatus } from '../state.ts';
import { networks, simulation } from './workers.ts';

const { getState: get, setState: set } = useLab;

type Performer = 'simulation' | NetworkId;

/** Per worker: whether it is computing for the stage, and whether the source has changed meanwhile. */
const busy: Record<Performer, boolean> = { simulation: false, a: false, b: false };
const stale: Record<Performer, boolean> = { simulation: false, a: false, b: false };

/** What the networks' forecasts depend on; with other values they belong to another scene. */
const sceneKey = ({ scene, source, zone, task }: Experiment): string =>
  JSON.stringify([scene, source, zone, task]);

/** Whether the networks were trained for the scene that the settings describe now. */
export const forecastsApply = ({ run, experiment }: LabState): boolean =>
  run !== undefined && sceneKey(run) === sceneKey(experiment);

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
  const { runId, experiment, source } = state;
  // Settings that do not fit together can't be simulated; the stage keeps what it shows.
  if (state.issues.length > 0) return;
  if (who !== 'simulation' && !(hasWeights[state[who].status] && forecastsApply(state))) return;
  if (busy[who]) {
    stale[who] = true;
    return;
  }
  busy[who] = true;
  if (who === 'simulation') simulation.post({ type: 'simulate', runId, experiment, source });
  else networks[who].post({ type: 'forecast', runId, source });
}

/** A worker has answered; if the source moved meanwhile it is asked again, for the latest only. */
export function answered(who: Performer): void {
  busy[who] = false;
  if (!stale[who]) return;
  stale[who] = false;
  request(who);
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

/** Puts the source somewhere: truth and forecasts follow. */
export function moveSource(source: Source): void {
  set({ source, sample: undefined });
  refreshStage();
}

/** Shows a test sample (0-based). */
export function showSample(index: number): void {
  const { experiment } = get();
  const sample = Math.min(Math.max(0, Math.round(index)), experiment.data.test - 1);
  set({ sample, source: sampleSources(experiment).test[sample] });
  refreshStage();
}
