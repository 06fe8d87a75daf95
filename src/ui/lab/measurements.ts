/** The error of the wave on the stage, measured against its reference in a worker of its own. */
import { createStore, type StoreApi } from 'zustand';
import { fieldKey } from '../../engine/data/samplesKey.ts';
import { sameParameters } from '../../engine/experiment/parameters.ts';
import type { MeasuredAccuracy } from '../../engine/scene/reference.ts';
import type { LabEvent, SceneRecording } from '../../worker/protocol.ts';
import type { LabState } from '../state.ts';
import { plain } from './run/faults.ts';
import type { Workers } from './workers.ts';

export interface Measurement {
  /** How much of the reference is simulated, from 0 to 1, while it is. */
  share?: number;
  accuracy?: MeasuredAccuracy;
  /** Why there is none, as a sentence. */
  problem?: string;
}

type Sample = Pick<SceneRecording, 'experiment' | 'parameters'>;

const sameSample = (one: Sample, other: Sample): boolean =>
  fieldKey(one.experiment) === fieldKey(other.experiment) &&
  sameParameters(one.parameters, other.parameters);

export class Measurements {
  readonly store = createStore<Measurement>()(() => ({}));
  private worker?: ReturnType<Workers['reference']>;
  /** The sample that is being or was measured. */
  private sample?: Sample;

  constructor(
    private readonly lab: StoreApi<LabState>,
    private readonly start: Workers['reference'],
  ) {
    lab.subscribe(({ recording }, before) => {
      if (recording === before.recording || !this.sample) return;
      if (!recording || !sameSample(recording, this.sample)) this.cancel();
    });
  }

  /** Simulates the reference of the sample on the stage. */
  measure(): void {
    const { recording } = this.lab.getState();
    if (!recording) return;
    this.cancel();
    const { experiment, parameters, zone } = recording;
    this.sample = { experiment, parameters };
    this.say({ share: 0 });
    this.worker ??= this.started();
    this.worker.post({ type: 'measure', runId: 0, experiment, parameters, zone });
  }

  /** Ends the simulation of a reference, and forgets what was measured. */
  cancel(): void {
    if (this.store.getState().share !== undefined) this.worker?.close();
    this.sample = undefined;
    this.say({});
  }

  private started(): ReturnType<Workers['reference']> {
    const worker = this.start();
    worker.listener = {
      onEvent: (event) => this.receive(event),
      onDeath: (message) =>
        this.say({ problem: `The worker that measures stopped (${plain(message)}). Try again.` }),
    };
    return worker;
  }

  private receive(event: LabEvent): void {
    if (event.type === 'measuring') this.say({ share: event.share });
    if (event.type !== 'measured' && event.type !== 'failed') return;
    // The memory of a reference is large.
    this.worker?.close();
    if (event.type === 'failed') this.say({ problem: event.message });
    else if (Number.isNaN(event.error)) {
      this.say({ problem: 'The reference has no wave in the zone: there is nothing to measure.' });
    } else this.say({ accuracy: event });
  }

  private say(measurement: Measurement): void {
    this.store.setState(measurement, true);
  }
}
