/**
 * Numerical dispersion on regular meshes of squares: how much faster or slower a plane wave of a given length travels than
 * it should, in space and in time. Spectral elements are tensor products, so that the analysis is that of one line of cells:
 * inner points are eliminated, and what is left between the ends of a cell says how the phase advances (Ainsworth 2004;
 * Seriani and Oliveira 2008).
 */
import { gll } from '../spectral/gll.ts';

/** triangles: P1; quadrilaterals: Q1 or, from order 2 on, GLL elements. Triangles in all directions behave as the first on average. */
export type DispersionMesh = 'triangles' | 'quadrilaterals';

/** Solves the symmetric system a x = b of n unknowns in place (elimination with pivots); b holds the solution. */
function solve(a: number[][], b: number[]): void {
  const n = b.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    [b[k], b[pivot]] = [b[pivot], b[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j < n; j++) a[i][j] -= factor * a[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) b[k] -= a[k][j] * b[j];
    b[k] /= a[k][k];
  }
}

/** The phase (radians) by which a wave of frequency Ω = ωh/c advances over a cell of length h; NaN where cells carry no such wave. */
export function phaseOverCell(order: number, omega: number): number {
  const { weights, stiffness } = gll(order);
  const count = order + 1;
  const entry = (i: number, k: number) =>
    2 * stiffness[i * count + k] - (i === k ? (omega * omega * weights[i]) / 2 : 0);
  let [same, other] = [entry(0, 0), entry(0, order)];
  if (order > 1) {
    const inner = Array.from({ length: order - 1 }, (_, i) => i + 1);
    const matrix = inner.map((i) => inner.map((k) => entry(i, k)));
    const solution = inner.map((i) => entry(i, 0));
    solve(matrix, solution);
    inner.forEach((k, at) => {
      same -= entry(0, k) * solution[at];
      other -= entry(order, k) * solution[at];
    });
  }
  // Where neighbouring cells reflect in phase, waves of a narrow band of frequencies stand: their phase is a multiple of π.
  const cosine = omega > order * Math.PI ? NaN : Math.min(1, Math.max(-1, -same / other));
  // The phase goes on beyond π: that many half turns fit into a cell of high order.
  const turns = Math.floor(omega / Math.PI);
  const folded = Math.acos(cosine);
  return turns % 2 === 0 ? turns * Math.PI + folded : (turns + 1) * Math.PI - folded;
}

/** What −h² ∂²/∂x² of elements of this order makes of a wave with the phase a per cell: a², but for the error. */
function symbol(order: number, a: number): number {
  if (order === 1) return 2 - 2 * Math.cos(a);
  const error = phaseOverCell(order, a) - a;
  return Number.isNaN(error) ? NaN : (a - error) ** 2;
}

/** (ω h/c)² of a plane wave with kh = x in the direction θ (radians) to the sides of the cells. */
export function squaredFrequency(
  mesh: DispersionMesh,
  order: number,
  x: number,
  angle: number,
): number {
  const [a, b] = [x * Math.abs(Math.cos(angle)), x * Math.abs(Math.sin(angle))];
  if (order > 1 || mesh === 'triangles') return symbol(order, a) + symbol(order, b);
  const [mean, other] = [(2 + Math.cos(b)) / 3, (2 + Math.cos(a)) / 3];
  return symbol(1, a) * mean + symbol(1, b) * other;
}

/** The largest eigenvalue of M⁻¹K on a line of cells of length 1: of one cell, which bounds that of all. */
export function largestOnLine(order: number): number {
  const { weights, stiffness } = gll(order);
  const count = order + 1;
  let vector = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + 0.1 * i));
  let value = 0;
  for (let step = 0; step < 60; step++) {
    const image = vector.map((_, i) => {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += stiffness[i * count + k] * vector[k];
      return (4 * sum) / weights[i];
    });
    const norm = Math.hypot(...image);
    value = norm / Math.hypot(...vector);
    vector = image.map((entry) => entry / norm);
  }
  return value;
}

/** Time steps: central differences for order 1, the modified equation of fourth order beyond (Dablain 1986). */
export function steppedFrequency(order: number, squared: number, step: number): number {
  const s = squared * step * step;
  const half = Math.sqrt(order === 1 ? s : s - (s * s) / 12) / 2;
  return (2 * Math.asin(Math.min(1, half))) / step;
}

const ANGLES = [0, 1, 2, 3, 4, 5, 6].map((k) => ((k + 0.5) / 7) * (Math.PI / 4));

const known = new Map<string, number>();
/** So many errors are kept: mesh and time step are chosen anew after every change of a scene, mostly for the same waves. */
const KEPT = 20_000;

/**
 * Relative error of the speed of waves with kh = x, root mean square over all directions. `courant` is cΔt/h of the slowest
 * medium's cells. Waves that the mesh does not carry have the error 1.
 */
export function speedError(
  mesh: DispersionMesh,
  order: number,
  x: number,
  courant: number,
): number {
  const key = `${mesh} ${order} ${x} ${courant}`;
  let error = known.get(key);
  if (error === undefined) {
    if (known.size === KEPT) known.clear();
    known.set(key, (error = errorOf(mesh, order, x, courant)));
  }
  return error;
}

function errorOf(mesh: DispersionMesh, order: number, x: number, courant: number): number {
  const squares = ANGLES.map((angle) => {
    const frequency = steppedFrequency(order, squaredFrequency(mesh, order, x, angle), courant);
    return Number.isNaN(frequency) ? 1 : Math.min(1, (frequency / x - 1) ** 2);
  });
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
}
