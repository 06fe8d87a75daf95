/** The terms and spectra of a trained convolution. Loaded only when someone looks: it brings the SVD along. */
import { yieldToEvents } from '../events.ts';
import type { KernelShape } from 'slimwave-formats/format';
import { product } from '../math.ts';
import { singularValues, truncatedSvd } from 'slimwave-formats/linalg/svd';
import { permute } from 'slimwave-formats/linalg/tensor';
import type { Spectra } from './energy.ts';
import { groupPoints, kernelOf, type KernelTerms } from './terms.ts';

/** Other messages of the worker wait no longer than this (ms), except for one unfolding. */
const SLICE = 15;

/**
 * An unfolding larger than this, rows · columns · the smaller of both, is left out while a network trains: it
 * can't be interrupted, and this one takes about 50 ms.
 */
const LARGEST_BESIDE_TRAINING = 224 ** 3;

const normOf = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** Terms in descending order of weight, with filters of norm 1. */
function ordered(
  size: readonly number[],
  groups: KernelTerms['groups'],
  kernels: number,
  count: number,
  kind: KernelTerms['kind'],
) {
  const factors = groups.map(
    (group) => new Float32Array(kernels * count * groupPoints(size, group)),
  );
  const terms = { kind, count, groups, weights: new Float32Array(kernels * count), factors };
  /** `filters[group][term]`, of any norms. */
  const put = (kernel: number, filters: readonly (readonly Float32Array[])[]): void => {
    const norms = filters.map((ofGroup) => ofGroup.map(normOf));
    const weights = Array.from({ length: count }, (_, r) => product(norms.map((n) => n[r])));
    const order = weights.map((_, r) => r).toSorted((p, q) => weights[q] - weights[p]);
    order.forEach((from, to) => {
      terms.weights[kernel * count + to] = weights[from];
      filters.forEach((ofGroup, group) => {
        const norm = norms[group][from] || 1;
        const at = (kernel * count + to) * ofGroup[from].length;
        terms.factors[group].set(
          ofGroup[from].map((x) => x / norm),
          at,
        );
      });
    });
  };
  return { terms, put };
}

/** Calls `work` for every kernel and lets other messages of the worker in between. */
async function forEachKernel(kernels: number, work: (kernel: number) => void): Promise<void> {
  let since = performance.now();
  for (let kernel = 0; kernel < kernels; kernel++) {
    work(kernel);
    if (performance.now() - since < SLICE) continue;
    await yieldToEvents();
    since = performance.now();
  }
}

/**
 * Every kernel's singular value terms, largest first; a 3-way kernel [t, x, y] is unfolded to [t, x·y].
 * @throws LinalgError for weights that are no numbers.
 */
export async function svdTerms(dense: Float32Array, shape: KernelShape): Promise<KernelTerms> {
  const { size, inputs, outputs } = shape;
  const [rows, ...rest] = size;
  const columns = product(rest);
  const count = Math.min(rows, columns);
  const groups = [[0], rest.map((_, i) => i + 1)];
  const kernels = inputs * outputs;
  const { terms, put } = ordered(size, groups, kernels, count, 'svd');
  await forEachKernel(kernels, (kernel) => {
    const { u, s, v } = truncatedSvd(rows, columns, kernelOf(dense, kernels, kernel), count);
    const column = (matrix: Float64Array, length: number, r: number, factor: number) =>
      Float32Array.from({ length }, (_, i) => factor * matrix[i * count + r]);
    put(kernel, [
      Array.from(s, (_, r) => column(u, rows, r, 1)),
      Array.from(s, (sigma, r) => column(v, columns, r, sigma)),
    ]);
  });
  return terms;
}

/** The terms that a layer stores (`storesTerms`); `filters` as it stores them, [k, s, R, t] for every axis. */
export async function storedTerms(
  filters: readonly Float32Array[],
  { size, inputs, outputs }: KernelShape,
  rank: number,
): Promise<KernelTerms> {
  const kernels = inputs * outputs;
  const groups = size.map((_, axis) => [axis]);
  const { terms, put } = ordered(size, groups, kernels, rank, 'stored');
  await forEachKernel(kernels, (kernel) => {
    const [s, t] = [Math.floor(kernel / outputs), kernel % outputs];
    const filter = (axis: number, r: number) =>
      Float32Array.from(
        { length: size[axis] },
        (_, k) => filters[axis][((k * inputs + s) * rank + r) * outputs + t],
      );
    put(
      kernel,
      size.map((_, axis) => Array.from({ length: rank }, (__, r) => filter(axis, r))),
    );
  });
  return terms;
}

/** √Σσᵣ² over all kernels, from their singular value terms. */
export function pooledValues({ weights, count }: KernelTerms): Float32Array {
  const squares = new Float64Array(count);
  weights.forEach((weight, i) => {
    squares[i % count] += weight * weight;
  });
  return Float32Array.from(squares, Math.sqrt);
}

/**
 * Singular values of a dense kernel [k₁, …, k_d, s, t]; `unhurried` where nothing trains meanwhile.
 * @throws LinalgError for weights that are no numbers.
 */
export function spectraOf(
  dense: Float32Array,
  shape: KernelShape,
  svd: KernelTerms,
  unhurried: boolean,
): Spectra {
  const { size, inputs, outputs } = shape;
  const rows = inputs * size[0];
  const columns = dense.length / rows;
  const kernels = pooledValues(svd);
  const work = rows * columns * Math.min(rows, columns);
  if (!unhurried && work > LARGEST_BESIDE_TRAINING) return { kernels };
  const ways = size.length;
  const tensor = { shape: [...size, inputs, outputs], data: Float64Array.from(dense) };
  const others = size.slice(1).map((_, i) => i + 1);
  const { data } = permute(tensor, [ways, 0, ...others, ways + 1]);
  return { kernels, unfolding: Float32Array.from(singularValues(rows, columns, data)) };
}
