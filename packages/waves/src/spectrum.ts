import { multiply, type Csr } from './csr.ts';
import { ElementStiffness } from './spectral/elementStiffness.ts';
import type { System } from './system.ts';

/** Lanczos steps between two looks at the result, and at most. */
const STRIDE = 8;
const MAX_STEPS = 160;

/**
 * Estimate of the largest eigenvalue of M⁻¹K on the free nodes (1/s²), M diagonal: mostly from above, seen up to
 * 2 % below in media of high contrast.
 *
 * The Lanczos method approaches λ_max from below. The residual norm, which for a symmetric operator bounds the
 * distance to the nearest eigenvalue (Parlett, The Symmetric Eigenvalue Problem, chapter 13), is added. What
 * the method may still miss is covered by the time step's safety factor. Where it has not converged,
 * Gershgorin's rigorous bound is returned; the result never exceeds that bound.
 */
export function largestEigenvalue(
  stiffness: Csr,
  mass: Float64Array,
  fixed: Uint8Array,
  { tolerance = 1e-3 } = {},
): number {
  // S = M^{-1/2} K M^{-1/2} is symmetric with the same eigenvalues.
  const root = rootsOf(mass, fixed);
  const gershgorin = gershgorinOf(stiffness, root);
  if (gershgorin === 0) return 0;
  const apply = (vector: Float64Array, out: Float64Array) => multiply(stiffness, vector, out);
  const { value, residual } = largestRitz(apply, root, tolerance);
  return residual <= tolerance * value ? Math.min(value + residual, gershgorin) : gershgorin;
}

/**
 * The same for any system. Without a matrix Gershgorin's bound costs too much: where the method has not converged,
 * the residual covers what is missing.
 */
export function largestEigenvalueOf(system: System, { tolerance = 1e-3 } = {}): number {
  const { mass, fixed } = system;
  if ('stiffness' in system) return largestEigenvalue(system.stiffness, mass, fixed, { tolerance });
  const stiffness = new ElementStiffness(system.elements, mass.length, 1, { vectors: 2 });
  const [from, to] = stiffness.vectors;
  const apply = (vector: Float64Array, out: Float64Array) => {
    from.set(vector);
    to.fill(0);
    stiffness.apply(from, to);
    out.set(to);
  };
  const { value, residual } = largestRitz(apply, rootsOf(mass, fixed), tolerance);
  stiffness.dispose();
  return value + residual;
}

/** The largest Ritz value of M^{-1/2} K M^{-1/2} and its residual, as soon as that is within the tolerance. */
function largestRitz(apply: Apply, root: Float64Array, tolerance: number): Ritz {
  const lanczos = new Lanczos(apply, root);
  while (lanczos.alpha.length < MAX_STEPS && lanczos.step()) {
    if (lanczos.alpha.length % STRIDE !== 0) continue;
    const ritz = lanczos.largest();
    if (ritz.residual <= tolerance * ritz.value) return ritz;
  }
  // A short recurrence that ends by itself has found an invariant subspace: its residual is round-off.
  return lanczos.largest();
}

/** Writes K · vector into `out`. */
type Apply = (vector: Float64Array, out: Float64Array) => void;

interface Ritz {
  value: number;
  residual: number;
}

/** The three-term recurrence; T is tridiagonal with `alpha` on and `beta` beside its diagonal. */
class Lanczos {
  readonly alpha: number[] = [];
  /** beta[k] couples step k with step k + 1; the last one is the norm of what is left. */
  readonly beta: number[] = [];
  private vector: Float64Array;
  private before: Float64Array;
  private readonly scaled: Float64Array;
  private image: Float64Array;

  constructor(
    private readonly apply: Apply,
    private readonly root: Float64Array,
  ) {
    // A start that oscillates from node to node is rich in the highest modes; the incommensurable
    // modulation keeps it from being orthogonal to any of them.
    this.vector = root.map((r, i) => (r ? Math.cos(1.7 * i) + 0.5 * Math.sin(2.9 * i) : 0));
    const norm = Math.sqrt(dot(this.vector, this.vector));
    for (let i = 0; i < root.length; i++) this.vector[i] /= norm;
    this.before = new Float64Array(root.length);
    this.scaled = new Float64Array(root.length);
    this.image = new Float64Array(root.length);
  }

  /** One step; false if nothing is left to go on with. */
  step(): boolean {
    const { root, vector, before, scaled, image } = this;
    for (let i = 0; i < root.length; i++) scaled[i] = vector[i] * root[i];
    this.apply(scaled, image);
    for (let i = 0; i < root.length; i++) image[i] *= root[i];
    const alpha = dot(vector, image);
    const coupling = this.beta.at(-1) ?? 0;
    for (let i = 0; i < root.length; i++) image[i] -= alpha * vector[i] + coupling * before[i];
    const beta = Math.sqrt(dot(image, image));
    this.alpha.push(alpha);
    this.beta.push(beta);
    if (beta <= 1e-14 * Math.abs(alpha)) return false;
    for (let i = 0; i < root.length; i++) image[i] /= beta;
    [this.before, this.vector, this.image] = [vector, image, before];
    return true;
  }

  /** The largest Ritz value and its residual. */
  largest(): Ritz {
    const { alpha, beta } = this;
    const value = largestOfTridiagonal(alpha, beta);
    // The Ritz vector from its last component backwards, where it grows and the recurrence is stable.
    let [after, here, squares] = [0, 1, 1];
    for (let k = alpha.length - 1; k > 0; k--) {
      const next =
        ((value - alpha[k]) * here - (k + 1 < alpha.length ? beta[k] * after : 0)) / beta[k - 1];
      [after, here] = [here, next];
      squares += here * here;
    }
    return { value, residual: (beta.at(-1) ?? 0) / Math.sqrt(squares) };
  }
}

/** By bisection: the pivots of LDLᵀ of T − s count the eigenvalues below s (Sturm). */
function largestOfTridiagonal(alpha: readonly number[], beta: readonly number[]): number {
  const last = alpha.length - 1;
  const radius = (k: number) => (k > 0 ? beta[k - 1] : 0) + (k < last ? beta[k] : 0);
  let high = Math.max(...alpha.map((a, k) => a + radius(k)));
  let low = Math.max(...alpha);
  const allBelow = (s: number): boolean => {
    let pivot = alpha[0] - s;
    for (let k = 1; k <= last; k++) {
      if (pivot >= 0) return false;
      pivot = alpha[k] - s - beta[k - 1] ** 2 / pivot;
    }
    return pivot < 0;
  };
  for (let i = 0; i < 60 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (allBelow(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

const rootsOf = (mass: Float64Array, fixed: Uint8Array): Float64Array =>
  mass.map((m, i) => (fixed[i] ? 0 : 1 / Math.sqrt(m)));

/**
 * Upper bound of the largest eigenvalue of M⁻¹K on the free nodes (1/s²), M diagonal (Gershgorin). On right-angled
 * triangles with legs h it is at most 8 max(c)²/h², which their eigenvalue approaches: nothing is lost by it there.
 */
export const gershgorinBound = (stiffness: Csr, mass: Float64Array, fixed: Uint8Array): number =>
  gershgorinOf(stiffness, rootsOf(mass, fixed));

function gershgorinOf({ start, column, value }: Csr, root: Float64Array): number {
  let bound = 0;
  for (let row = 0; row < root.length; row++) {
    let radius = 0;
    for (let k = start[row]; k < start[row + 1]; k++) {
      radius += Math.abs(value[k]) * root[column[k]];
    }
    bound = Math.max(bound, radius * root[row]);
  }
  return bound;
}
