/**
 * Gauss–Lobatto–Legendre (GLL) quadrature and the Lagrange polynomials at its points, on [−1, 1].
 *
 * See Canuto, Hussaini, Quarteroni and Zang, Spectral Methods: Fundamentals in Single Domains (2006), section 2.3.
 */

/** The largest order of elements. */
export const MAX_ORDER = 8;

export interface GllRule {
  /** Degree p of the polynomials. */
  order: number;
  /** The p + 1 points, ascending, ends included. */
  points: Float64Array;
  /** Their weights, which add up to 2: exact up to degree 2p − 1. */
  weights: Float64Array;
  /** Derivative of Lagrange polynomial k at point i: [i, k], exact for polynomials up to degree p. */
  derivative: Float64Array;
  /** Σ_q w_q ℓ_i'(q) ℓ_k'(q), the stiffness of one dimension: [i, k]. */
  stiffness: Float64Array;
  /** Weights of the barycentric formula. */
  barycentric: Float64Array;
}

/** Legendre polynomials P_p and P_{p−1} at x, by Bonnet's recurrence. */
function legendre(p: number, x: number): readonly [here: number, before: number] {
  let [before, here] = [1, x];
  for (let k = 2; k <= p; k++) {
    [before, here] = [here, ((2 * k - 1) * x * here - (k - 1) * before) / k];
  }
  return [here, before];
}

/** Zeros of (1 − x²) P_p'(x), ascending, by Newton's method from the Chebyshev–Lobatto points. */
function gllPoints(p: number): Float64Array {
  const points = new Float64Array(p + 1);
  points[0] = -1;
  points[p] = 1;
  for (let i = 1; 2 * i < p; i++) {
    let x = -Math.cos((Math.PI * i) / p);
    for (let round = 0; round < 50; round++) {
      const [here, before] = legendre(p, x);
      const step = (x * here - before) / ((p + 1) * here);
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    // The points are symmetric to the last bit, and so is all that follows from them.
    points[i] = x;
    points[p - i] = -x;
  }
  return points;
}

function rule(order: number): GllRule {
  const count = order + 1;
  const points = gllPoints(order);
  const values = points.map((x) => legendre(order, x)[0]);
  const weights = values.map((value) => 2 / (order * count * value * value));
  const derivative = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    let others = 0;
    for (let k = 0; k < count; k++) {
      if (k === i) continue;
      derivative[i * count + k] = values[i] / (values[k] * (points[i] - points[k]));
      others += derivative[i * count + k];
    }
    // The derivative of a constant is zero, but for round-off.
    derivative[i * count + i] = -others;
  }
  const stiffness = new Float64Array(count * count);
  const barycentric = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let product = 1;
    for (let k = 0; k < count; k++) {
      if (k !== i) product *= points[i] - points[k];
      for (let q = 0; q < count; q++) {
        stiffness[i * count + k] +=
          weights[q] * derivative[q * count + i] * derivative[q * count + k];
      }
    }
    barycentric[i] = 1 / product;
  }
  return { order, points, weights, derivative, stiffness, barycentric };
}

const rules = new Map<number, GllRule>();

/** The rule of an order from 1 to 8. */
export function gll(order: number): GllRule {
  if (!(Number.isInteger(order) && order >= 1 && order <= MAX_ORDER)) {
    throw new RangeError(`Elements have an order from 1 to ${MAX_ORDER}, not ${order}.`);
  }
  const found = rules.get(order) ?? rule(order);
  rules.set(order, found);
  return found;
}

/** All Lagrange polynomials at x, which may lie outside [−1, 1]; they add up to one. */
export function lagrange({ points, barycentric }: GllRule, x: number, out: Float64Array): void {
  out.fill(0);
  const hit = points.indexOf(x);
  if (hit >= 0) {
    out[hit] = 1;
    return;
  }
  let total = 0;
  for (let k = 0; k < points.length; k++) {
    out[k] = barycentric[k] / (x - points[k]);
    total += out[k];
  }
  for (let k = 0; k < points.length; k++) out[k] /= total;
}
