/** Bessel functions of whole order. */

/** Downward recurrence begins so far above what is asked for that nothing of its start is left. */
const beginAbove = (top: number): number => 2 * Math.ceil((top + Math.sqrt(60 * top)) / 2) + 10;

/** J₀..J₍count₋₁₎ at s ≥ 0, to round-off, by Miller's algorithm (Abramowitz and Stegun, 9.12). */
export function besselJ(count: number, s: number): Float64Array {
  if (s === 0) return Float64Array.from({ length: count }, (_, n) => (n === 0 ? 1 : 0));
  const j = new Float64Array(Math.max(count, beginAbove(Math.max(count, s))));
  j[j.length - 1] = 1e-290;
  // 1 = J₀ + 2 (J₂ + J₄ + …)
  let sum = 0;
  for (let n = j.length - 2; n >= 0; n--) {
    j[n] = ((2 * (n + 1)) / s) * j[n + 1] - (j[n + 2] ?? 0);
    if (n % 2 === 0) sum += (n === 0 ? 1 : 2) * j[n];
  }
  return j.map((value) => value / sum).subarray(0, count);
}

/** J_m(s). */
export const bessel = (m: number, s: number): number => besselJ(m + 1, s)[m];

const EULER = 0.5772156649015329;

/** Y₀..Y₍count₋₁₎ at s > 0: Neumann's series of J, the Wronskian, then upward recurrence (9.1.89, 9.1.16, 9.1.27). */
export function besselY(count: number, s: number): Float64Array {
  const j = besselJ(beginAbove(s), s);
  let y0 = (Math.log(s / 2) + EULER) * j[0];
  for (let k = 1; 2 * k < j.length; k++) y0 -= ((k % 2 === 0 ? 2 : -2) * j[2 * k]) / k;
  y0 *= 2 / Math.PI;
  const y = new Float64Array(count);
  [y[0], y[1]] = [y0, (j[1] * y0 - 2 / (Math.PI * s)) / j[0]];
  for (let n = 1; n + 1 < count; n++) y[n + 1] = ((2 * n) / s) * y[n] - y[n - 1];
  return y;
}
