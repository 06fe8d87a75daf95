/** What the user does with a run. */
import type { StoreApi } from 'zustand';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { countProblem, openIn } from '../../engine/train/series.ts';
import { type LabState } from '../state.ts';
import type { Parts } from './parts.ts';
import { runs } from './run/phase.ts';
import { seriesOf } from './run/series.ts';
import type { Goal } from './run/state.ts';
import { samplesOn } from './samplesOn.ts';

/** Whether Train or Step may be pressed: every setting is valid and nothing half-typed is left. */
export const canTrain = (state: LabState): boolean =>
  state.issues.length === 0 && Object.keys(state.drafts).length === 0;

/** Whether a series may begin, or go on. */
export const canRepeat = (state: LabState): boolean =>
  !state.sweeping && !runs(state.phase) && state.phase !== 'paused' && canTrain(state);

/** Resolves to the state as soon as it is like that. */
export const reaches = (
  store: StoreApi<LabState>,
  isSo: (state: LabState) => boolean,
): Promise<LabState> =>
  new Promise((resolve) => {
    const now = store.getState();
    if (isSo(now)) {
      resolve(now);
      return;
    }
    const end = store.subscribe((state) => {
      if (!isSo(state)) return;
      end();
      resolve(state);
    });
  });

export class RunActions {
  constructor(private readonly parts: Pick<Parts, 'store' | 'dispatch'>) {}

  /** Trains networks of a valid experiment, all or some, from their initial weights, whatever the settings are. */
  begin(until: Goal, experiment: Experiment, ids = idsOf(experiment)): void {
    this.parts.dispatch({ type: 'begin', until, experiment, ids, samplesOn: samplesOn() });
  }

  /** Starts a new run with the current settings, or continues a paused one. */
  train(): void {
    this.trainUntil('end');
  }

  /** One weight update of every network. */
  singleStep(): void {
    this.trainUntil('one step');
  }

  private trainUntil(goal: Goal): void {
    const state = this.parts.store.getState();
    if (state.sweeping) return;
    if (state.phase === 'paused') this.parts.dispatch({ type: 'resume', until: goal });
    else if (!runs(state.phase) && canTrain(state)) this.begin(goal, state.experiment);
  }

  /**
   * Trains the networks with as many seeds, one after the other. Seeds that are there count: of the series that is
   * shown, or of the single run with these settings.
   */
  repeat(count: number): void {
    const state = this.parts.store.getState();
    if (!canRepeat(state) || countProblem(count, state.experiment) !== undefined) return;
    const series = seriesOf(state, count);
    const [experiment] = openIn(series);
    if (experiment === undefined) return;
    this.parts.dispatch({
      type: 'begin',
      until: 'end',
      experiment,
      ids: idsOf(experiment),
      series,
      samplesOn: samplesOn(),
    });
  }

  pause(): void {
    this.parts.dispatch({ type: 'pause' });
  }

  /** Resolves when nothing is running any more. */
  async stop(): Promise<void> {
    this.parts.dispatch({ type: 'stop' });
    await reaches(this.parts.store, ({ phase }) => !runs(phase));
  }

  /** Resolves when the networks are gone. */
  reset(): Promise<void> {
    return this.clear('reset');
  }

  /** Like Reset, but what is stored of the run stays and can be continued. */
  setAside(): Promise<void> {
    return this.clear('set aside');
  }

  private async clear(type: 'reset' | 'set aside'): Promise<void> {
    const { runId } = this.parts.store.getState();
    this.parts.dispatch({ type });
    await reaches(this.parts.store, (state) => state.runId !== runId);
  }
}
