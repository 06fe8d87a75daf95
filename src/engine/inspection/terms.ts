/** A kernel as a sum of products of filters, and what is left of it after the first terms. */

/** The terms of all kernels of one convolution; every kernel has `count` of them. */
export interface KernelTerms {
  /** stored: the products that the layer stores and trains; svd: singular value terms of the dense kernel. */
  kind: 'stored' | 'svd';
  count: number;
  /** The axes (0-based, ascending over all groups) along which each factor runs. */
  groups: readonly (readonly number[])[];
  /** [s, t, count], none negative, descending along the last axis. */
  weights: Float32Array;
  /** One per group, [s, t, count, points], each filter with norm 1 (or zero). */
  factors: readonly Float32Array[];
}

/** Kernel points of a group's factors. */
export const groupPoints = (size: readonly number[], group: readonly number[]): number =>
  group.reduce((points, axis) => points * size[axis], 1);

/** The filter of one term of one kernel along one group; `kernel` is s·T + t. */
export function factorOf(terms: KernelTerms, group: number, kernel: number, term: number) {
  const { factors, weights, count } = terms;
  const points = factors[group].length / weights.length;
  const at = (kernel * count + term) * points;
  return factors[group].subarray(at, at + points);
}

/** The kernel [k₁, …, k_d] of one pair of channels, from the dense kernel [k₁, …, k_d, s, t]. */
export function kernelOf(dense: Float32Array, channels: number, kernel: number): Float32Array {
  return Float32Array.from(
    { length: dense.length / channels },
    (_, e) => dense[e * channels + kernel],
  );
}

function addTerm(sum: Float32Array, terms: KernelTerms, kernel: number, term: number): void {
  let product = Float32Array.of(terms.weights[kernel * terms.count + term]);
  terms.groups.forEach((_, group) => {
    const factor = factorOf(terms, group, kernel, term);
    const { length } = factor;
    product = Float32Array.from(
      { length: product.length * length },
      (__, i) => product[Math.floor(i / length)] * factor[i % length],
    );
  });
  for (let i = 0; i < sum.length; i++) sum[i] += product[i];
}

/** The sums of the first 1, 2, … terms of one kernel, each [k₁, …, k_d]. */
export function runningSums(terms: KernelTerms, kernel: number): Float32Array[] {
  const points = terms.factors.reduce((n, { length }) => (n * length) / terms.weights.length, 1);
  const sum = new Float32Array(points);
  return Array.from({ length: terms.count }, (_, term) => {
    addTerm(sum, terms, kernel, term);
    return sum.slice();
  });
}

/** ‖exact − sum‖/‖exact‖; 0 for a kernel that is zero, since nothing of it is left. */
export function errorLeft(exact: Float32Array, sum: Float32Array): number {
  let [error, norm] = [0, 0];
  for (let i = 0; i < exact.length; i++) {
    error += (exact[i] - sum[i]) ** 2;
    norm += exact[i] ** 2;
  }
  return norm > 0 ? Math.sqrt(error / norm) : 0;
}
