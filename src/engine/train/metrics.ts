/** Error measures of forecasts; all are dimensionless. */

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
