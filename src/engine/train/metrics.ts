/** Error measures of forecasts; all are dimensionless. */
import { median, scaledRelativeL1 } from '../modes/benchmark.ts';

/**
 * Root mean square error, in units of the data's own root mean square, beyond which a network has
 * diverged; an untrained one has about 1.
 */
const DIVERGED = 10;

/** A network whose forecast is no number any more or has grown beyond all bounds. */
export class DivergedError extends Error {
  override name = 'DivergedError';
  constructor(readonly step: number) {
    super(
      `The forecast diverged at step ${step} (it is no number any more or ${DIVERGED} times larger than the wave): the learning rate is too large for this network. Lower it, for example to a third, and train again.`,
    );
  }
}

/**
 * Throws `DivergedError` if the root mean square of the scaled error is beyond all bounds.
 * `squaredErrors` has one sum per sample, over `size` values each.
 */
export function assertBounded(squaredErrors: ArrayLike<number>, size: number, step: number): void {
  let total = 0;
  for (let i = 0; i < squaredErrors.length; i++) total += squaredErrors[i];
  if (!(Math.sqrt(total / (squaredErrors.length * size)) < DIVERGED)) throw new DivergedError(step);
}

/** Relative L2 error, mean over samples of ‖û − u‖/‖u‖, from squared errors and norms per sample. */
export function relativeL2(squaredErrors: ArrayLike<number>, norms: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < squaredErrors.length; i++) {
    // A field that is zero everywhere has no relative error; it counts as its absolute one.
    total += Math.sqrt(squaredErrors[i]) / (norms[i] || 1);
  }
  return total / squaredErrors.length;
}

/** ‖forecast − truth‖/‖truth‖ of one field; NaN if the truth is zero everywhere. */
export function relativeL2OfField(forecast: Float32Array, truth: Float32Array): number {
  let error = 0;
  let reference = 0;
  for (let i = 0; i < truth.length; i++) {
    error += (forecast[i] - truth[i]) ** 2;
    reference += truth[i] ** 2;
  }
  return reference > 0 ? Math.sqrt(error / reference) : NaN;
}

/** What is known of a forecast over a set of samples. */
export interface Errors {
  /** Mean of ‖û − u‖/‖u‖. */
  relativeL2: number;
  /** Mean of ‖û − u‖₁/‖u‖₁. */
  relativeL1: number;
  /** √(Σ‖û − u‖² / Σ‖u‖²): the root mean square error over the whole set, by the truth's root mean square. */
  nrmse: number;
  /** Mean of ‖û − u‖/‖u − ū‖ with the sample's mean ū. */
  vrmse: number;
  /** Median of mean|û − u|/mean|u| on min-max scaled fields, after arXiv 2302.01178. */
  medianL1: number;
}

/** Collects the errors of one forecast after the other. */
export class ErrorMeter {
  readonly squaredErrors: number[] = [];
  private readonly norms: number[] = [];
  private readonly l1: number[] = [];
  private readonly vrmse: number[] = [];
  private readonly scaled: number[] = [];

  constructor(
    private readonly size: number,
    /** Smallest value of the training fields, in the same unit. */
    private readonly least: number,
  ) {}

  add(forecast: Float32Array, truth: Float32Array, norm: number): void {
    let [squares, absolute, reference, mean] = [0, 0, 0, 0];
    for (let i = 0; i < truth.length; i++) {
      const error = forecast[i] - truth[i];
      squares += error * error;
      absolute += Math.abs(error);
      reference += Math.abs(truth[i]);
      mean += truth[i];
    }
    mean /= truth.length;
    const variance = norm * norm - this.size * mean * mean;
    this.squaredErrors.push(squares);
    this.norms.push(norm);
    this.l1.push(absolute / (reference || 1));
    this.vrmse.push(Math.sqrt(squares / (variance > 0 ? variance : 1)));
    this.scaled.push(scaledRelativeL1(forecast, truth, this.least));
  }

  errors(): Errors {
    const average = (values: readonly number[]) =>
      values.reduce((total, value) => total + value, 0) / values.length;
    const truth = average(this.norms.map((norm) => norm * norm));
    return {
      relativeL2: relativeL2(this.squaredErrors, this.norms),
      relativeL1: average(this.l1),
      nrmse: Math.sqrt(average(this.squaredErrors) / (truth || 1)),
      vrmse: average(this.vrmse),
      medianL1: median(this.scaled),
    };
  }
}
