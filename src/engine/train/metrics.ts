/** Error measures of forecasts; all are dimensionless. */

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
