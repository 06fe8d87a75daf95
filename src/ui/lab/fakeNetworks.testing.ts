/** Networks that compute when the test says so, and object to what real ones could not do. */
import { totalSamples } from '../../engine/data/ranges.ts';
import type { BackendReport } from '../../engine/device/choose.ts';
import { parseWanted, type BackendName } from '../../engine/device/decide.ts';
import { type NetworkId, networkIds } from '../../engine/experiment/network.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import type { LabEvent, NetworkRequest } from '../../worker/protocol.ts';
import type { Networks } from './workers.ts';

type Request<Type extends NetworkRequest['type']> = Extract<NetworkRequest, { type: Type }>;
type Prepare = Request<'prepare'>;

/** A command that no real worker would take. */
class Impossible extends Error {}

/** A network in its worker. */
interface Place {
  /** Commands that are to be answered, in order. */
  due: NetworkRequest[];
  /** What it was built for; none before that, and after a loss. */
  built?: Prepare;
  /** Ranges of samples that it holds, as `set first`, and the number of samples in them. */
  ranges: Set<string>;
  count: number;
  complete: boolean;
  step: number;
  /** Points of the curve that it has reported. */
  points: number;
  training?: { until: number; runId: number };
  pauseWanted: boolean;
}

const emptyPlace = (): Place => ({
  due: [],
  ranges: new Set(),
  count: 0,
  complete: false,
  step: 0,
  points: 0,
  pauseWanted: false,
});

export const reportOf = (name: BackendName): BackendReport => ({
  name,
  reason: 'It was asked for.',
  refused: [],
  threads: 1,
  fused: false,
  selfTestError: 0,
  figures: [],
});

/** The train error at a step: the same in every run. */
export const errorAt = (id: NetworkId, step: number): number =>
  1 / (step + 1 + networkIds.indexOf(id));

/** The test error depends on the seed of the weights, too. */
export const resultOf = (id: NetworkId, step: number, seed = 1): TrainingResult => ({
  train: errorAt(id, step),
  test: (1 + seed) * errorAt(id, step),
  testErrors: { relativeL2: (1 + seed) * errorAt(id, step), samples: 8, silent: 0 } as never,
  rate: 0.01,
  stepMs: 1,
  forecastMs: 1,
});

export class FakeNetworks implements Networks {
  listener: Networks['listener'];
  shared = false;
  /** What the next choice of a backend gives. */
  backend: BackendName = 'wasm';
  /** Of every network, how often its worker was replaced or died. */
  losses = 0;
  private readonly places = new Map<NetworkId, Place>();
  private readonly stops = new Map<NetworkId, (inTime: boolean) => void>();

  place(id: NetworkId): Place {
    const place = this.places.get(id) ?? emptyPlace();
    this.places.set(id, place);
    return place;
  }

  /** The networks in the worker of this one. */
  private inWorkerOf(id: NetworkId): NetworkId[] {
    return this.shared ? [...networkIds] : [id];
  }

  post(id: NetworkId, request: NetworkRequest): void {
    const place = this.place(id);
    switch (request.type) {
      case 'samples':
        this.take(id, request);
        break;
      case 'train':
        this.begin(id, request);
        break;
      case 'pause':
        if (place.training) place.pauseWanted = true;
        break;
      case 'leave':
        this.places.set(id, emptyPlace());
        break;
      case 'prepare':
        // The desk ends a training first, and forgets its samples if they are of something else.
        if (request.from && request.from.step > stepsOf(request.experiment, id)) {
          throw new Impossible('A checkpoint from beyond the end.');
        }
        place.training = undefined;
        place.due.push(request);
        break;
      case 'startBackend':
      case 'forecast':
      case 'forecastPretrained':
      case 'inspectPretrained':
      case 'inspect':
      case 'locate':
      case 'export':
        place.due.push(request);
        break;
      case 'cancelExport': {
        const { what, runId } = request;
        const due = place.due.findIndex((one) => one.type === 'export' && one.what === what);
        if (due < 0) break;
        place.due.splice(due, 1);
        this.say(id, runId, { type: 'exported', what, files: [], problem: 'Cancelled.' });
        break;
      }
      default:
        request satisfies never;
    }
  }

  private take(id: NetworkId, { runId, set, first, inputs }: Request<'samples'>): void {
    const place = this.place(id);
    if (!place.built || place.built.runId !== runId) {
      throw new Impossible('Samples came before the network was prepared.');
    }
    const key = `${set} ${first}`;
    if (place.ranges.has(key)) throw new Impossible(`Samples ${key} came twice.`);
    place.ranges.add(key);
    place.count += inputs.length;
    place.complete = place.count >= totalSamples(place.built.experiment);
    if (place.complete) this.say(id, runId, { type: 'complete' });
  }

  private begin(id: NetworkId, { until, runId }: Request<'train'>): void {
    const place = this.place(id);
    if (!place.built || place.built.runId !== runId || !place.complete) {
      throw new Impossible(`Network ${id} was to train without its samples.`);
    }
    if (place.training) throw new Impossible(`Network ${id} was to train twice at once.`);
    place.training = { until, runId };
    place.pauseWanted = false;
  }

  say(id: NetworkId, runId: number, event: object): void {
    this.listener?.onEvent(id, { network: id, ...event, runId } as LabEvent);
  }

  /** Whether an answer of this kind is due. */
  owes(id: NetworkId, type: NetworkRequest['type'], runId: number): boolean {
    return this.place(id).due.some((one) => one.type === type && one.runId === runId);
  }

  /** Answers the oldest command that is due. False if there is none. */
  answer(id: NetworkId): boolean {
    const place = this.place(id);
    const request = place.due.shift();
    if (!request) return false;
    const { runId } = request;
    switch (request.type) {
      case 'startBackend': {
        const name = request.measured
          ? this.backend
          : (parseWanted(request.wanted).name as BackendName);
        this.say(id, runId, { type: 'backend', report: reportOf(name) });
        break;
      }
      case 'prepare':
        this.build(id, request);
        break;
      case 'forecast': {
        const { parameters } = request;
        const field = new Float32Array(1);
        const { step } = place;
        const told = { type: 'forecast', parameters, field, unit: 1, step, milliseconds: 1 };
        this.say(id, runId, step > 0 ? told : { type: 'noForecast' });
        break;
      }
      case 'forecastPretrained': {
        const { whose, of, parameters } = request;
        const field = new Float32Array(1);
        const told = { whose, of, parameters, field, unit: 1, milliseconds: 1 };
        this.say(id, runId, { type: 'pretrained', ...told });
        break;
      }
      case 'export': {
        const files = [{ name: `${request.what}.bin`, bytes: new Uint8Array(1) }];
        this.say(id, runId, { type: 'exported', what: request.what, files });
        break;
      }
      case 'inspect':
        this.say(id, runId, { type: 'inspected', layer: request.layer, step: 0, layers: 0 });
        break;
      case 'inspectPretrained': {
        const { whose, layer } = request;
        this.say(id, runId, { type: 'inspected', whose, layer, step: 9, layers: 2 });
        break;
      }
      case 'locate':
        this.say(id, runId, { type: 'located', step: place.step, share: 1 });
        break;
      case 'leave':
      case 'pause':
      case 'samples':
      case 'train':
      case 'cancelExport':
        throw new Impossible(`Nobody answers ${request.type}.`);
      default:
        request satisfies never;
    }
    return true;
  }

  private build(id: NetworkId, request: Prepare): void {
    const place = this.place(id);
    const same =
      place.complete &&
      place.built?.samplesOn === request.samplesOn &&
      JSON.stringify(place.built?.experiment.data) === JSON.stringify(request.experiment.data);
    Object.assign(place, {
      built: request,
      complete: same,
      ranges: same ? place.ranges : new Set<string>(),
      count: same ? place.count : 0,
      step: request.from?.step ?? 0,
      points: request.from?.points ?? 0,
    });
    this.say(id, request.runId, { type: 'prepared', needsData: !same });
  }

  /** One step of a training; the last one ends it. False if none is running. */
  step(id: NetworkId): boolean {
    const place = this.place(id);
    const { training, built } = place;
    if (!training || !built) return false;
    const { until, runId } = training;
    if (place.step < until) {
      place.step++;
      place.points++;
      const { step } = place;
      const points = [{ step, train: errorAt(id, step) }];
      const compiling = { done: 1, total: 2 };
      this.say(id, runId, {
        type: 'progress',
        step,
        points,
        stepMs: 1,
        memoryBytes: runId,
        compiling,
      });
    }
    if (this.place(id).training === training && (place.step >= until || place.pauseWanted)) {
      this.end(id, training);
    }
    return true;
  }

  private end(id: NetworkId, { runId }: { runId: number }): void {
    const place = this.place(id);
    this.checkpoint(id);
    place.training = undefined;
    const { step, built } = place;
    const finished = built && step >= stepsOf(built.experiment, id);
    this.settle([id], true);
    this.say(
      id,
      runId,
      finished
        ? { type: 'finished', result: resultOf(id, step, built.experiment.training.initSeed) }
        : { type: 'paused', step },
    );
  }

  /** A training reports where it could continue. */
  checkpoint(id: NetworkId): void {
    const { training, step, points } = this.place(id);
    if (!training) return;
    const trainer = { done: step, values: Float32Array.of(1, 0, 0) };
    const checkpoint = { step, points, trials: [], batchErrors: [], stepMs: 1, trainer };
    this.say(id, training.runId, { type: 'checkpoint', checkpoint });
  }

  /** Whatever it is doing fails. False if it does nothing that could fail. */
  fail(id: NetworkId, name: string, message: string): boolean {
    const place = this.place(id);
    const [next] = place.due;
    // Files, inspections and locations of errors have answers for what goes wrong.
    if (!place.training && (!next || ['export', 'inspect', 'locate'].includes(next.type))) {
      return false;
    }
    const { runId } = place.training ?? next;
    if (place.training) place.training = undefined;
    else place.due.shift();
    this.settle([id], true);
    this.say(id, runId, { type: 'failed', name, message });
    return true;
  }

  /** The worker dies by itself. */
  die(id: NetworkId, message: string): void {
    this.losses++;
    const all = this.inWorkerOf(id);
    this.settle(all, true);
    for (const one of all) this.places.set(one, emptyPlace());
    for (const one of all) {
      // After the fault of the first one, the others may have workers of their own.
      if (one === all[0] || this.shared) this.listener?.onDeath(one, message);
    }
  }

  stop(id: NetworkId, runId: number): Promise<boolean> {
    return new Promise((resolve) => {
      const before = this.stops.get(id);
      this.stops.set(id, (inTime) => {
        before?.(inTime);
        resolve(inTime);
      });
      this.post(id, { type: 'pause', runId });
    });
  }

  /** The deadline of every Stop that is not answered yet. */
  deadline(): void {
    for (const id of networkIds) {
      if (!this.stops.has(id)) continue;
      this.settle(this.inWorkerOf(id), false);
      this.replace(id);
    }
  }

  private settle(ids: readonly NetworkId[], inTime: boolean): void {
    for (const id of ids) {
      const resolve = this.stops.get(id);
      this.stops.delete(id);
      resolve?.(inTime);
    }
  }

  replace(id: NetworkId): void {
    this.losses++;
    this.settle(this.inWorkerOf(id), true);
    for (const one of this.inWorkerOf(id)) this.places.set(one, emptyPlace());
  }

  close(id: NetworkId): void {
    this.settle([id], true);
    this.places.set(id, emptyPlace());
  }

  again(): void {}

  share(): void {
    this.shared = true;
    for (const id of networkIds.slice(1)) {
      this.settle([id], true);
      this.places.set(id, emptyPlace());
    }
  }

  part(): void {
    this.shared = false;
    for (const id of networkIds.slice(1)) this.places.set(id, emptyPlace());
  }
}
