/** Error measures of fields and of sets of fields; all are dimensionless. */

/**
 * A field whose root mean square is below this share of the training set's is silent: what is left of the wave there is
 * no measure of an error, and a mean of ratios would be the mean of its reciprocals. All samples of the presets lie
 * above 0.37.
 */
export const SILENT = 0.1;

/** Euclidean norm below which a scaled field of so many values is silent. */
export const silentNorm = (size: number): number => SILENT * Math.sqrt(size);

/**
 * Relative L2 error, mean over samples of ‖û − u‖/‖u‖, from squared errors and norms per sample of `size` scaled
 * values. Silent samples are left out; NaN where all are.
 */
export function relativeL2(
  squaredErrors: ArrayLike<number>,
  norms: ArrayLike<number>,
  size: number,
): number {
  const least = silentNorm(size);
  let [total, heard] = [0, 0];
  for (let i = 0; i < squaredErrors.length; i++) {
    if (!(norms[i] >= least)) continue;
    total += Math.sqrt(squaredErrors[i]) / norms[i];
    heard++;
  }
  return total / heard;
}

/**
 * ‖forecast − truth‖/‖truth‖ of one field; NaN if the truth is zero everywhere, or silent next to `unit`, the root mean
 * square of the training set.
 */
export function relativeL2OfField(forecast: Float32Array, truth: Float32Array, unit = 0): number {
  let error = 0;
  let reference = 0;
  for (let i = 0; i < truth.length; i++) {
    error += (forecast[i] - truth[i]) ** 2;
    reference += truth[i] ** 2;
  }
  const heard = reference > 0 && Math.sqrt(reference) >= unit * silentNorm(truth.length);
  return heard ? Math.sqrt(error / reference) : NaN;
}

/**
 * How the frames of a network's output lie in its memory, [times, …positions, channels]: value (t·P + p)·C + c, of P
 * positions and C channels, is in frame t·C + c. The times are an axis of their own, or channels; never both.
 */
export interface FrameLayout {
  times: number;
  channels: number;
}

/** ε in VRMSE, beside the variance. */
export const VRMSE_EPSILON = 1e-7;

/** Mean square error, and variance of the truth, of every frame. */
export interface FrameMoments {
  error: Float64Array;
  variance: Float64Array;
}

/**
 * By frame of one field. The variance is the unbiased one (n − 1); that of a single value is 0. Two passes: the
 * difference of squares would cancel where the mean is large.
 */
export function frameMoments(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  { times, channels }: FrameLayout,
): FrameMoments {
  const frames = times * channels;
  const positions = truth.length / frames;
  const [error, sum, variance] = [0, 1, 2].map(() => new Float64Array(frames));
  for (let i = 0, first = 0; first < frames; first += channels) {
    for (let p = 0; p < positions; p++) {
      for (let frame = first; frame < first + channels; frame++, i++) {
        error[frame] += (forecast[i] - truth[i]) ** 2;
        sum[frame] += truth[i];
      }
    }
  }
  for (let i = 0, first = 0; first < frames; first += channels) {
    for (let p = 0; p < positions; p++) {
      for (let frame = first; frame < first + channels; frame++, i++) {
        variance[frame] += (truth[i] - sum[frame] / positions) ** 2;
      }
    }
  }
  return {
    error: error.map((squares) => squares / positions),
    variance: variance.map((squares) => squares / Math.max(1, positions - 1)),
  };
}

/**
 * VRMSE as the benchmark The Well computes it (Ohana et al. 2024, arXiv 2412.00568): of every sample, time and field,
 * √(mean (û − u)² / (s² + ε)) over the positions, with the unbiased variance s² of u and ε = 10⁻⁷; then the mean.
 * Here one per frame; fields are scaled, so that s is about 1.
 */
export const vrmseOfFrames = ({ error, variance }: FrameMoments): Float64Array =>
  error.map((square, frame) => Math.sqrt(square / (variance[frame] + VRMSE_EPSILON)));

/** The least value of a training set, the one constant of the scaling that the error depends on. */
export function leastValue(fields: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < fields.length; i++) least = Math.min(least, fields[i]);
  return least;
}

/**
 * mean|û − u| / mean|u − least| of one field; the absolute error where the truth is `least` everywhere.
 *
 * The error measure of the operator learning benchmark of Raonić et al. (2023, arXiv 2302.01178): both fields are min-max
 * scaled with the training set's constants, the error of a sample is mean|û − u| / mean|u| of the scaled fields, and
 * the error of a forecast is the median over the test set.
 *
 * The scaled field is nowhere negative in the training set and lies around one half, so the measure is smaller than a
 * relative L1 error of the fields themselves. Scaling divides both means by max − min, which cancels: the
 * minimum alone enters. It is an extreme of one random draw, so that the same forecast's error differs by about ±7 %
 * of itself between training sets of 512 samples.
 */
export function scaledRelativeL1(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  least: number,
): number {
  let error = 0;
  let reference = 0;
  for (let i = 0; i < truth.length; i++) {
    error += Math.abs(forecast[i] - truth[i]);
    reference += Math.abs(truth[i] - least);
  }
  return error / (reference || truth.length);
}
