/** Error measures of forecasts; all are dimensionless. */
import { mean, median } from '../math.ts';
import {
  frameMoments,
  relativeL2,
  scaledRelativeL1,
  SILENT,
  silentNorm,
  vrmseOfFrames,
  type FrameLayout,
} from '../metrics.ts';

/**
 * Root mean square error beyond which a network has diverged, in units of the samples' own root mean square or, if that
 * is larger, of the training set's; an untrained network has about 1.
 */
const DIVERGED = 10;

/** A network whose forecast is no longer a number, or has grown beyond all bounds. */
export class DivergedError extends Error {
  override name = 'DivergedError';
  constructor(readonly step: number) {
    super(
      `The forecast diverged at step ${step} (it is no longer a number, or ${DIVERGED} times larger than the wave): the learning rate is too large for this network. Set a smaller one of its own, such as a third of the present one, and train again.`,
    );
  }
}

/**
 * Throws `DivergedError` if the root mean square of the scaled error is beyond all bounds, next to the truth of the
 * same samples. Both have one value per sample, over `size` values each: the squared error and the truth's norm.
 */
export function assertBounded(
  squaredErrors: ArrayLike<number>,
  norms: ArrayLike<number>,
  size: number,
  step: number,
): void {
  let [errors, truth] = [0, 0];
  for (let i = 0; i < squaredErrors.length; i++) {
    errors += squaredErrors[i];
    truth += norms[i] * norms[i];
  }
  const unit = Math.max(1, Math.sqrt(truth / (squaredErrors.length * size)));
  const error = Math.sqrt(errors / (squaredErrors.length * size));
  if (!(error < DIVERGED * unit)) throw new DivergedError(step);
}

/**
 * What is known of a forecast over a set of samples. Means of ratios leave out samples whose denominator is
 * almost zero, and are NaN if no sample is left.
 */
export interface Errors {
  /** Mean of ‖û − u‖/‖u‖ over the samples that are not silent. */
  relativeL2: number;
  /** Mean of ‖û − u‖₁/‖u‖₁ over the same samples. */
  relativeL1: number;
  /** √(Σ‖û − u‖² / Σ‖u‖²): the root mean square error over the whole set, by the truth's root mean square. */
  nrmse: number;
  /** VRMSE as The Well defines it (`vrmseOfFrames`): mean over all samples, times and channels. */
  wellVrmse: number;
  /** Median of mean|û − u|/mean|u| on min-max scaled fields, after arXiv 2302.01178. */
  medianL1: number;
  /** Samples in all. */
  samples: number;
  /** Silent ones among them: root mean square below `SILENT` of the training set's. */
  silent: number;
  /** Frames in all: times and channels of all samples. */
  frames: number;
  /** Flat ones among them: root mean square about their own mean below the same bound. */
  flatFrames: number;
}

/** What results held in place of `wellVrmse`, `frames` and `flatFrames` before those were measured. */
export interface EarlierErrors {
  /** Mean of ‖û − u‖/‖u − ū‖ with the sample's mean ū, over the samples with spread. */
  vrmse: number;
  /** Samples without spread. */
  flat: number;
}

/** Collects the errors of one forecast after the other; all fields are scaled by the training set. */
export class ErrorMeter {
  readonly squaredErrors: number[] = [];
  readonly norms: number[] = [];
  private readonly l1: number[] = [];
  private readonly vrmse: number[] = [];
  private flatFrames = 0;
  private readonly scaled: number[] = [];
  private readonly leastNorm: number;

  constructor(
    private readonly size: number,
    /** Smallest value of the training fields, in the same unit. */
    private readonly least: number,
    private readonly layout: FrameLayout,
  ) {
    this.leastNorm = silentNorm(size);
  }

  add(forecast: Float32Array, truth: Float32Array, norm: number): void {
    let [squares, absolute, reference] = [0, 0, 0];
    for (let i = 0; i < truth.length; i++) {
      const error = forecast[i] - truth[i];
      squares += error * error;
      absolute += Math.abs(error);
      reference += Math.abs(truth[i]);
    }
    this.squaredErrors.push(squares);
    this.norms.push(norm);
    if (norm >= this.leastNorm) this.l1.push(absolute / reference);
    const moments = frameMoments(forecast, truth, this.layout);
    this.vrmse.push(...vrmseOfFrames(moments));
    for (const variance of moments.variance) if (!(variance >= SILENT ** 2)) this.flatFrames++;
    this.scaled.push(scaledRelativeL1(forecast, truth, this.least));
  }

  errors(): Errors {
    const samples = this.norms.length;
    const truth = mean(this.norms.map((norm) => norm * norm));
    const heard = Math.sqrt(truth) >= this.leastNorm;
    return {
      relativeL2: relativeL2(this.squaredErrors, this.norms, this.size),
      relativeL1: mean(this.l1),
      nrmse: heard ? Math.sqrt(mean(this.squaredErrors) / truth) : NaN,
      wellVrmse: mean(this.vrmse),
      medianL1: median(this.scaled),
      samples,
      silent: samples - this.l1.length,
      frames: this.vrmse.length,
      flatFrames: this.flatFrames,
    };
  }
}
