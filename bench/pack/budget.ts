/** How the time of a whole run is divided among its parts. */

/** A part ends by itself after this share of its limit; at the limit it is ended. */
const SOFT = 0.85;

export interface Limits {
  /** Time after which it starts nothing new (ms). */
  softMs: number;
  /** Time after which it is ended (ms). */
  hardMs: number;
}

/**
 * The first of the parts that are left gets its share of the time that is left, so that what one part does not use
 * benefits all later ones and one that hangs costs no more than its own share.
 */
export function limitsOf(leftMs: number, weights: readonly number[]): Limits {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hardMs = Math.max(0, (leftMs * weights[0]) / total);
  return { softMs: SOFT * hardMs, hardMs };
}
