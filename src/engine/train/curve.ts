/** The points of a training curve: placed by step, never by time, so that the curve is the same on every run. */
import { runsAhead } from 'slimwave-kernels/webgpu/queue';
import { meanOfKnown } from '../math.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { CurvePoint } from './progress.ts';

/** Points of the training errors and of the test errors over a whole run. */
const TRAIN_POINTS = 200;
const TEST_POINTS = 20;

export class Curve {
  private readonly trainEvery: number;
  private readonly testEvery: number;
  private readonly batchErrors: number[];
  /** The point whose test error is still to come. */
  private due?: CurvePoint;

  /** @param from where an earlier session of the same run was */
  constructor(
    private readonly totalSteps: number,
    from?: Pick<Checkpoint, 'due' | 'batchErrors'>,
  ) {
    this.trainEvery = Math.max(1, Math.ceil(totalSteps / TRAIN_POINTS));
    this.testEvery = Math.max(1, Math.ceil(totalSteps / TEST_POINTS));
    this.batchErrors = [...(from?.batchErrors ?? [])];
    this.due = from ? from.due : { step: 0 };
  }

  /** The steps after `step` at which the errors must be known. */
  stopsAfter(step: number): number[] {
    return [
      // Every read costs a GPU a submission: there a window may hold several points of the training curve.
      ...(runsAhead() ? [] : [nextMultiple(step, this.trainEvery)]),
      nextMultiple(step, this.testEvery),
    ];
  }

  testsAt(step: number): boolean {
    return step % this.testEvery === 0 || step === this.totalSteps;
  }

  get awaitsTest(): boolean {
    return this.due !== undefined;
  }

  /**
   * Adds the batch errors up to the step `last`.
   *
   * @returns the points among them, without the one that awaits its test error
   */
  add(errors: readonly number[], last: number): CurvePoint[] {
    const points: CurvePoint[] = [];
    errors.forEach((error, i) => {
      const step = last - errors.length + 1 + i;
      this.batchErrors.push(error);
      if (step % this.trainEvery === 0 || step === this.totalSteps) {
        points.push({ step, train: known(meanOfKnown(this.batchErrors.splice(0))) });
      }
    });
    if (this.testsAt(last)) {
      this.due = points.at(-1)?.step === last ? points.pop() : { step: last };
    }
    return points;
  }

  /** The point that awaited its test error. */
  complete(test: number): CurvePoint {
    const point = { ...this.due!, test: known(test) };
    this.due = undefined;
    return point;
  }

  state(): Pick<Checkpoint, 'due' | 'batchErrors'> {
    return { due: this.due, batchErrors: [...this.batchErrors] };
  }
}

/** Errors of silent samples only are left out of the curve. */
export const known = (error: number): number | undefined =>
  Number.isNaN(error) ? undefined : error;

const nextMultiple = (step: number, every: number): number =>
  (Math.floor(step / every) + 1) * every;
