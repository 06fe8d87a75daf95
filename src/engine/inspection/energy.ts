/** What a rank keeps of the energy Σσ² of a spectrum. */

/** Singular values of a convolution's dense kernel, descending. */
export interface Spectra {
  /** Of all kernels together: √Σσᵣ² over all pairs of channels, [min(k₁, k₂⋯k_d)]. */
  kernels: Float32Array;
  /** Of the unfolding [s·k₁, k₂⋯k_d·t]; undefined where it was too large to be computed beside the training. */
  unfolding?: Float32Array;
}

const energy = (values: Float32Array): number => values.reduce((sum, x) => sum + x * x, 0);

/** Σσ² of the first `rank` values relative to all; 1 for a spectrum of zeros. */
export function energyKept(values: Float32Array, rank: number): number {
  const all = energy(values);
  return all > 0 ? energy(values.subarray(0, Math.max(0, rank))) / all : 1;
}

/** The smallest rank that keeps a share of the energy. */
export function rankFor(values: Float32Array, share: number): number {
  const wanted = share * energy(values);
  let [kept, rank] = [0, 0];
  // Rounding must not ask for more terms than there are.
  while (rank < values.length && kept < wanted * (1 - 1e-9)) kept += values[rank++] ** 2;
  return Math.max(1, rank);
}
