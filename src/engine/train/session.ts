/**
 * The training loop around the trainer: pace, curve, final errors. The worker and the headless runner
 * both use it, so that the same experiment gives the same curve in both.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fromNetworkOrder, type DataSets } from '../data/dataset.ts';
import { normaliseSource } from '../data/sampling.ts';
import { yieldToEvents } from '../events.ts';
import type { Experiment, NetworkId } from '../experiment/schema.ts';
import type { Source } from '../fem/simulator.ts';
import { CURVE_TEST_SAMPLES, evaluate } from './evaluate.ts';
import { Trainer } from './trainer.ts';

/** Points of the training curve and of the test curve over a whole run. */
const TRAIN_POINTS = 200;
const TEST_POINTS = 20;
/** Steps between two read-backs at most: bounds how far a GPU queue runs ahead of pause and stop. */
const MAX_UNREAD_STEPS = 8;
const TIMED_FORECASTS = 5;

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
  /** Median time of a training step so far (ms). */
  stepMs: number;
  /** Bytes of all tensors alive between two steps, on WebGPU of GPU memory. */
  memoryBytes: number;
}

export class TrainingSession {
  readonly trainer: Trainer;
  private readonly stepTimes: number[] = [];
  private batchErrors: number[] = [];

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
   * is the same on every run.
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
    if (trainer.step === 0) onProgress(this.progress([{ step: 0, test: await this.curveTest() }]));
    const last = Math.min(until, steps);
    while (trainer.step < last && !shouldPause()) {
      const atMost = Math.min(
        last,
        trainer.step + MAX_UNREAD_STEPS,
        nextMultiple(trainer.step, trainEvery),
      );
      await this.steps(atMost, shouldPause);
      const { step } = trainer;
      const isPoint = step % trainEvery === 0 || step === steps;
      const point: CurvePoint = { step };
      if (isPoint) point.train = mean(this.batchErrors.splice(0));
      if (step % testEvery === 0 || step === steps) point.test = await this.curveTest();
      onProgress(
        this.progress(point.train === undefined && point.test === undefined ? [] : [point]),
      );
    }
  }

  private async steps(until: number, shouldPause: () => boolean): Promise<void> {
    const started = performance.now();
    const before = this.trainer.step;
    let paused = 0;
    while (this.trainer.step < until && !shouldPause()) {
      this.trainer.trainStep();
      const yielded = performance.now();
      await yieldToEvents();
      paused += performance.now() - yielded;
    }
    const done = this.trainer.step - before;
    if (done === 0) return;
    this.batchErrors.push(...(await this.trainer.takeBatchErrors()));
    // What other messages did meanwhile is not the network's time.
    const perStep = (performance.now() - started - paused) / done;
    for (let i = 0; i < done; i++) this.stepTimes.push(perStep);
  }

  private progress(points: CurvePoint[]): Progress {
    return {
      step: this.trainer.step,
      points,
      stepMs: median(this.stepTimes),
      memoryBytes: usedBytes(),
    };
  }

  private curveTest(): Promise<number> {
    return evaluate(this.trainer, this.sets.test, CURVE_TEST_SAMPLES, yieldToEvents);
  }

  /** The final errors over all samples, and the median times. */
  async result(): Promise<TrainingResult> {
    const { trainer, sets } = this;
    const train = await evaluate(trainer, sets.train, undefined, yieldToEvents);
    const test = await evaluate(trainer, sets.test, undefined, yieldToEvents);
    const times: number[] = [];
    for (let i = 0; i < TIMED_FORECASTS; i++) {
      const started = performance.now();
      await trainer.forecast(sets.test.parameters.subarray(0, 3));
      times.push(performance.now() - started);
    }
    return { train, test, stepMs: median(this.stepTimes), forecastMs: median(times) };
  }

  /** The forecast field of any source, [t, x, y] in metres. */
  async forecast(source: Source): Promise<Float32Array> {
    const parameters = Float32Array.from(normaliseSource(source, this.experiment.source));
    const output = await this.trainer.forecast(parameters);
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
