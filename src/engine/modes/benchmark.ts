/**
 * The error measure of the operator learning benchmark of Raonić et al. (2023, arXiv 2302.01178): both fields are min-max
 * scaled with the training set's constants, the error of a sample is mean|û − u| / mean|u| of the scaled fields, and
 * the error of a forecast is the median over the test set.
 *
 * The scaled field is nowhere negative in the training set and lies around one half, so the measure is smaller than a
 * relative L1 error of the fields themselves. Scaling divides both means by max − min, which cancels: the
 * minimum alone enters. It is an extreme of one random draw, so that the same forecast's error differs by about ±7 %
 * of itself between training sets of 512 samples.
 */

/** The least value of a training set, the one constant of the scaling that the error depends on. */
export function leastValue(fields: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < fields.length; i++) least = Math.min(least, fields[i]);
  return least;
}

/** mean|û − u| / mean|u − least| of one field; the absolute error where the truth is `least` everywhere. */
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

/** The median; the mean of the two middle values of an even number, NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median over samples of `scaledRelativeL1`, a fraction. `forecasts` and `truths` are [samples, size] with
 * `size` values a sample.
 */
export function benchmarkError(
  forecasts: Float32Array,
  truths: Float32Array,
  size: number,
  least: number,
): number {
  return median(
    Array.from({ length: truths.length / size }, (_, s) =>
      scaledRelativeL1(
        forecasts.subarray(s * size, (s + 1) * size),
        truths.subarray(s * size, (s + 1) * size),
        least,
      ),
    ),
  );
}
