import { multiply, type Csr } from './csr.ts';

/**
 * Estimate of the largest eigenvalue of M⁻¹K on the free nodes (1/s²), M diagonal.
 *
 * The power iteration approaches λ_max from below. The residual norm, which for a symmetric operator
 * bounds the distance to the nearest eigenvalue (Parlett, The Symmetric Eigenvalue Problem, section 4.5),
 * is added. What the iteration may still miss is covered by the time step's safety factor. Where it has
 * not converged, Gershgorin's rigorous bound is returned; the result never exceeds that bound.
 */
export function largestEigenvalue(
  stiffness: Csr,
  mass: Float64Array,
  fixed: Uint8Array,
  { tolerance = 1e-3, maxIterations = 500 } = {},
): number {
  const n = mass.length;
  const root = mass.map((m, i) => (fixed[i] ? 0 : 1 / Math.sqrt(m)));
  // S = M^{-1/2} K M^{-1/2} is symmetric with the same eigenvalues.
  const vector = new Float64Array(n);
  const scaled = new Float64Array(n);
  const image = new Float64Array(n);
  // A start that oscillates from node to node is rich in the highest modes; the incommensurable
  // modulation keeps it from being orthogonal to any of them.
  for (let i = 0; i < n; i++) vector[i] = root[i] ? Math.cos(1.7 * i) + 0.5 * Math.sin(2.9 * i) : 0;
  const gershgorin = gershgorinBound(stiffness, root);
  let lambda = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    let norm = 0;
    for (let i = 0; i < n; i++) norm += vector[i] * vector[i];
    norm = Math.sqrt(norm);
    if (norm === 0) return 0;
    for (let i = 0; i < n; i++) {
      vector[i] /= norm;
      scaled[i] = vector[i] * root[i];
    }
    multiply(stiffness, scaled, image);
    lambda = 0;
    for (let i = 0; i < n; i++) {
      image[i] *= root[i];
      lambda += vector[i] * image[i];
    }
    let residual = 0;
    for (let i = 0; i < n; i++) residual += (image[i] - lambda * vector[i]) ** 2;
    residual = Math.sqrt(residual);
    if (residual <= tolerance * lambda) return Math.min(lambda + residual, gershgorin);
    vector.set(image);
  }
  return gershgorin;
}

function gershgorinBound({ start, column, value }: Csr, root: Float64Array): number {
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
