/**
 * The training loop around the trainer: pace, curve, final errors. The worker and the headless runner
 * both use it, so that the same experiment gives the same curve in both.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fromNetworkOrder, type DataSets, type SetName } from '../data/dataset.ts';
import { yieldToEvents } from '../events.ts';
import { normalise, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment, NetworkId } from '../experiment/schema.ts';
import { CURVE_TEST_SAMPLES, evaluate } from './evaluate.ts';
import { Trainer } from './trainer.ts';

/** Points of the training curve and of the test curve over a whole run. */
const TRAIN_POINTS = 200;
const TEST_POINTS = 20;
/** Steps and time (ms) between two read-backs at most: bounds how far a GPU queue runs ahead of pause. */
const MAX_UNREAD_STEPS = 8;
const MAX_UNREAD_MS = 1000;
const TIMED_FORECASTS = 5;
const TIMED_STEPS = 200;

/** Relative L2 errors at a step: of the batches since the last point, and of the test samples. */
export interface CurvePoint {
  step: number;
  train?: number;
  test?: number;
}

export interface TrainingResult {
  /** Relative L2 over all training and all test samples. */
  train: number;
  test: number;
  /** Median times (ms): one training step, one forecast of one sample. */
  stepMs: number;
  forecastMs: number;
}

export interface Progress {
  step: number;
  points: CurvePoint[];
  /** Median time of the latest training steps (ms); NaN before the first. */
  stepMs: number;
  /** Bytes of all tensors alive between two steps, on WebGPU of GPU memory. */
  memoryBytes: number;
}

export class TrainingSession {
  readonly trainer: Trainer;
  /** Times of the latest steps (ms). */
  private readonly stepTimes: number[] = [];
  private readonly batchErrors: number[] = [];
  /** The point of the curve whose test error is still to come. */
  private due?: CurvePoint = { step: 0 };

  constructor(
    private readonly experiment: Experiment,
    id: NetworkId,
    /** Complete and scaled. */
    private readonly sets: DataSets,
  ) {
    this.trainer = new Trainer(experiment, experiment[id], sets.train);
  }

  /**
   * Trains until step `until` or until `shouldPause` says so, which is asked after every step; the next
   * call goes on as if nothing had happened. Points are placed by step, never by time, so that the curve
   * is the same on every run. Throws `DivergedError`.
   */
  async run(
    until: number,
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<void> {
    const { trainer } = this;
    const { steps } = this.experiment.training;
    const trainEvery = Math.ceil(steps / TRAIN_POINTS);
    const testEvery = Math.ceil(steps / TEST_POINTS);
    const last = Math.min(until, steps);
    for (;;) {
      if (this.due) {
        const test = await this.evaluate('test', CURVE_TEST_SAMPLES, shouldPause, onProgress);
        if (test === undefined) return;
        onProgress(this.progress([{ ...this.due, test }]));
        this.due = undefined;
      }
      if (trainer.step >= last || shouldPause()) return;
      const stops = [
        last,
        nextMultiple(trainer.step, trainEvery),
        nextMultiple(trainer.step, testEvery),
      ];
      await this.steps(Math.min(...stops, trainer.step + MAX_UNREAD_STEPS), shouldPause);
      const { step } = trainer;
      const atEnd = step === steps;
      const point: CurvePoint = { step };
      if (step % trainEvery === 0 || atEnd) point.train = mean(this.batchErrors.splice(0));
      if (step % testEvery === 0 || atEnd) this.due = point;
      else onProgress(this.progress(point.train === undefined ? [] : [point]));
    }
  }

  private async steps(until: number, shouldPause: () => boolean): Promise<void> {
    const started = performance.now();
    const before = this.trainer.step;
    let paused = 0;
    do {
      this.trainer.trainStep();
      const yielded = performance.now();
      await yieldToEvents();
      paused += performance.now() - yielded;
    } while (
      this.trainer.step < until &&
      !shouldPause() &&
      performance.now() - started < MAX_UNREAD_MS
    );
    const done = this.trainer.step - before;
    this.batchErrors.push(...(await this.trainer.takeBatchErrors()));
    // What other messages did meanwhile is not the network's time.
    const perStep = (performance.now() - started - paused) / done;
    for (let i = 0; i < done; i++) this.stepTimes.push(perStep);
    this.stepTimes.splice(0, this.stepTimes.length - TIMED_STEPS);
  }

  private progress(points: CurvePoint[]): Progress {
    return {
      step: this.trainer.step,
      points,
      stepMs: median(this.stepTimes),
      memoryBytes: usedBytes(),
    };
  }

  /** The error over samples of a set, or undefined if it was interrupted by a pause. */
  private evaluate(
    set: SetName,
    count: number,
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<number | undefined> {
    return evaluate(this.trainer, this.sets[set], count, async () => {
      onProgress(this.progress([]));
      await yieldToEvents();
      return !shouldPause();
    });
  }

  /** The final errors over all samples, and the median times; undefined if a pause interrupted it. */
  async result(
    shouldPause: () => boolean,
    onProgress: (progress: Progress) => void,
  ): Promise<TrainingResult | undefined> {
    const { trainer, sets } = this;
    const train = await this.evaluate('train', sets.train.count, shouldPause, onProgress);
    if (train === undefined) return undefined;
    const test = await this.evaluate('test', sets.test.count, shouldPause, onProgress);
    if (test === undefined) return undefined;
    const times: number[] = [];
    for (let i = 0; i < TIMED_FORECASTS; i++) {
      const started = performance.now();
      await trainer.forecast(sets.test.parameters.subarray(0, sets.test.inputs));
      times.push(performance.now() - started);
    }
    return { train, test, stepMs: median(this.stepTimes), forecastMs: median(times) };
  }

  /** The forecast field for any free parameters, [t, x, y] in metres. */
  async forecast(parameters: SampleParameters): Promise<Float32Array> {
    const output = await this.trainer.forecast(normalise(parameters, this.experiment));
    return fromNetworkOrder(this.experiment.task, output, this.sets.scale!);
  }

  dispose(): void {
    this.trainer.dispose();
  }
}

function usedBytes(): number {
  const memory = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
  return memory.numBytesInGPU ?? memory.numBytes;
}

const nextMultiple = (step: number, every: number): number =>
  (Math.floor(step / every) + 1) * every;

const mean = (values: number[]): number | undefined =>
  values.length ? values.reduce((a, b) => a + b, 0) / values.length : undefined;

/** The middle value, NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length ? sorted[sorted.length >> 1] : NaN;
}
