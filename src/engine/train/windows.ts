/**
 * Training steps between two read-backs, at the pace that the backend bears, and their times.
 *
 * On wasm and cpu a step is done when it returns, and the errors are read after every window. A GPU works through a
 * queue: there the errors are asked for and the next window begins; up to two windows are under way. The networks
 * take turns step by step, so a step's time can't be measured from outside. Once in a while a window is therefore
 * timed: the network keeps its turn, begins with an empty queue and waits for the errors at the end.
 */
import { runsAhead } from 'slimwave-kernels/webgpu/queue';
import { yieldToEvents } from '../events.ts';
import { halfQuartileRange, median } from '../math.ts';
import { ReadQueue } from './reads.ts';
import type { Trainer } from './trainer.ts';
import { exclusive, gpuMutex } from './mutex.ts';

/** Steps and time (ms) between two read-backs at most. */
const MAX_STEPS = 8;
const MAX_MS = 1000;
/** How far the queue of a GPU may run ahead of what has been read (ms), which is what a pause waits for. */
const MAX_AHEAD_MS = 60;
const MAX_READS = 2;
/** Time between two timed windows on a GPU (ms): their empty queue costs a few ms each. */
const TIMED_EVERY_MS = 1000;
const TIMED_STEPS = 200;
/** Steps of two windows. */
const FEWEST_TIMES = 2 * MAX_STEPS;

export class StepWindows {
  /** Times of the latest steps (ms). */
  private readonly times: number[] = [];
  private readonly reads = new ReadQueue();
  private lastTimed = -Infinity;

  /**
   * `before`: median time of the steps of an earlier session (ms), which this one continues. `breathe` is called
   * after every step: it lets messages in and may also wait until the network can compute again.
   */
  constructor(
    before = NaN,
    private readonly breathe: () => Promise<void> = yieldToEvents,
  ) {
    if (Number.isFinite(before)) this.times.push(before);
  }

  /** Median time of the latest steps (ms); NaN before the first. */
  get stepMs(): number {
    return median(this.times);
  }

  /** How far the times of the latest steps scatter (ms); undefined where too few were timed to say. */
  get stepMsScatter(): number | undefined {
    return this.times.length < FEWEST_TIMES ? undefined : halfQuartileRange(this.times);
  }

  /**
   * Trains for one window, up to step `until` at most. `take` gets the batch errors of the window and its last
   * step, at the latest in `drain`. Throws `DivergedError`, on a GPU up to two windows late.
   */
  async run(
    trainer: Trainer,
    until: number,
    shouldPause: () => boolean,
    take: (errors: number[], step: number) => void,
  ): Promise<void> {
    if (!runsAhead()) {
      take(await this.timed(trainer, until, shouldPause, true), trainer.step);
      return;
    }
    if (performance.now() - this.lastTimed > TIMED_EVERY_MS) {
      await this.drain();
      // Nothing is known of the first steps: they may take seconds each.
      const end = Math.min(until, trainer.step + (this.times.length > 0 ? this.length : 1));
      take(await exclusive(() => this.timed(trainer, end, shouldPause, false)), trainer.step);
      this.lastTimed = performance.now();
      return;
    }
    const end = Math.min(until, trainer.step + this.length);
    do {
      await gpuMutex.run(() => trainer.trainStep());
      await this.breathe();
    } while (trainer.step < end && !shouldPause());
    const { step } = trainer;
    await this.reads.add(trainer.takeBatchErrors(), (errors) => take(errors, step), this.depth);
  }

  /** Waits until all errors have been delivered. */
  drain(): Promise<void> {
    return this.reads.drain();
  }

  /** Steps that a GPU may be ahead. */
  private get ahead(): number {
    return Math.floor(MAX_AHEAD_MS / this.stepMs);
  }

  private get length(): number {
    return Math.min(MAX_STEPS, Math.max(1, Math.floor(this.ahead / MAX_READS)));
  }

  /** Reads under way at most; none where a single step takes so long that waiting for it costs nothing. */
  private get depth(): number {
    return Math.min(MAX_READS, Math.floor(this.ahead / this.length));
  }

  /** A window whose errors are awaited; on wasm and cpu what happens between two steps is not counted. */
  private async timed(
    trainer: Trainer,
    until: number,
    shouldPause: () => boolean,
    withoutPauses: boolean,
  ): Promise<number[]> {
    const started = performance.now();
    const before = trainer.step;
    const last = Math.min(until, before + MAX_STEPS);
    let paused = 0;
    do {
      trainer.trainStep();
      const yielded = performance.now();
      await this.breathe();
      if (withoutPauses) paused += performance.now() - yielded;
    } while (trainer.step < last && !shouldPause() && performance.now() - started < MAX_MS);
    const done = trainer.step - before;
    const errors = await trainer.takeBatchErrors();
    const perStep = (performance.now() - started - paused) / done;
    for (let i = 0; i < done; i++) this.times.push(perStep);
    this.times.splice(0, this.times.length - TIMED_STEPS);
    return errors;
  }
}
