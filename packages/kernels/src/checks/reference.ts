/**
 * Convolutions and matrix products with all their gradients in plain float64 loops: what every backend is
 * judged by. Nothing here is fast, and nothing depends on a tensor library.
 */
import { sizeOf } from '../shape.ts';

/** What stands at position i beyond an axis of n points: one of its points, times a factor (0: nothing). */
export type Beyond = (i: number, n: number) => readonly [point: number, factor: number];

export const nothing: Beyond = () => [0, 0];

export interface Axis {
  /** Points of the input. */
  points: number;
  /** Points of the kernel. */
  size: number;
  stride: number;
  /** Points put in front. */
  before: number;
  /** Points of the output. */
  out: number;
  beyond?: Beyond;
}

export type Padding = 'same' | 'valid' | readonly [before: number, after: number];

/** Where the kernel stands along an axis, by TensorFlow's definition of the padding. */
export function convolutionAxis(
  points: number,
  size: number,
  stride: number,
  padding: Padding,
): Axis {
  if (padding === 'same') {
    const out = Math.ceil(points / stride);
    const needed = Math.max(0, (out - 1) * stride + size - points);
    return { points, size, stride, before: Math.floor(needed / 2), out };
  }
  const [before, after] = padding === 'valid' ? [0, 0] : padding;
  const out = Math.floor((points + before + after - size) / stride) + 1;
  return { points, size, stride, before, out };
}

export interface Convolution {
  /**
   * full: filter [...size, s, t]; depthwise: filter [...size, s, multiplier], and output channel c·multiplier + m
   * is input channel c convolved with its m-th filter.
   */
  kind: 'full' | 'depthwise';
  batch: number;
  /** One to three spatial axes. */
  axes: readonly Axis[];
  inputs: number;
  /** Output channels. */
  outputs: number;
}

export interface ConvolutionResult {
  y: Float64Array;
  dx: Float64Array;
  dFilter: Float64Array;
  dBias: Float64Array;
}

/** One tap of the kernel over one point of an axis. */
interface Meeting {
  out: number;
  tap: number;
  point: number;
  factor: number;
}

/** All output points and taps of an axis that meet an input point. */
function meetingsOf({ points, size, stride, before, out, beyond = nothing }: Axis): Meeting[] {
  return Array.from({ length: out * size }, (_, i) => {
    const [o, tap] = [Math.floor(i / size), i % size];
    const at = o * stride + tap - before;
    const [point, factor] = at >= 0 && at < points ? [at, 1] : beyond(at, points);
    return { out: o, tap, point, factor };
  }).filter(({ factor }) => factor !== 0);
}

const single: Axis = { points: 1, size: 1, stride: 1, before: 0, out: 1 };

/** Calls back for every pair of an output position and a tap that meets the input. */
function forEveryTap(
  { batch, axes }: Convolution,
  visit: (from: number, to: number, tap: number, factor: number) => void,
): void {
  const [a, b, c] = [...Array.from({ length: 3 - axes.length }, () => single), ...axes];
  const [alongA, alongB, alongC] = [a, b, c].map(meetingsOf);
  for (let n = 0; n < batch; n++) {
    for (const i of alongA) {
      for (const j of alongB) {
        const from = ((n * a.points + i.point) * b.points + j.point) * c.points;
        const to = ((n * a.out + i.out) * b.out + j.out) * c.out;
        const tap = (i.tap * b.size + j.tap) * c.size;
        for (const k of alongC) {
          visit(from + k.point, to + k.out, tap + k.tap, i.factor * j.factor * k.factor);
        }
      }
    }
  }
}

/** y = x ∗ filter + bias, and the gradients of Σ y·dy. */
export function referenceConvolution(
  convolution: Convolution,
  x: ArrayLike<number>,
  filter: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  dy: ArrayLike<number>,
): ConvolutionResult {
  const { kind, inputs, outputs, batch, axes } = convolution;
  const positions = batch * sizeOf(axes.map(({ out }) => out));
  const y = Float64Array.from({ length: positions * outputs }, (_, i) =>
    bias ? bias[i % outputs] : 0,
  );
  const dx = new Float64Array(x.length);
  const dFilter = new Float64Array(filter.length);
  const dBias = new Float64Array(outputs);
  for (let i = 0; i < y.length; i++) dBias[i % outputs] += dy[i];
  // Filters of one input channel, and the output channel of the first.
  const perInput = kind === 'full' ? outputs : outputs / inputs;
  const first = (s: number) => (kind === 'full' ? 0 : s * perInput);
  forEveryTap(convolution, (from, to, tap, factor) => {
    for (let s = 0; s < inputs; s++) {
      const atX = from * inputs + s;
      const atW = (tap * inputs + s) * perInput;
      const atY = to * outputs + first(s);
      for (let o = 0; o < perInput; o++) {
        y[atY + o] += factor * x[atX] * filter[atW + o];
        dx[atX] += factor * dy[atY + o] * filter[atW + o];
        dFilter[atW + o] += factor * dy[atY + o] * x[atX];
      }
    }
  });
  return { y, dx, dFilter, dBias };
}

/** A matrix's element (row, column), stored transposed or not. */
const index = (transposed: boolean, rows: number, columns: number) => (i: number, j: number) =>
  transposed ? j * rows + i : i * columns + j;

export interface Product {
  batch: number;
  rows: number;
  inner: number;
  columns: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** y = op(a) · op(b) [batch, rows, columns], and the gradients of Σ y·dy. */
export function referenceProduct(
  { batch, rows, inner, columns, transposeA, transposeB }: Product,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  dy: ArrayLike<number>,
): { y: Float64Array; da: Float64Array; db: Float64Array } {
  const y = new Float64Array(batch * rows * columns);
  const da = new Float64Array(a.length);
  const db = new Float64Array(b.length);
  const inA = index(transposeA, rows, inner);
  const inB = index(transposeB, inner, columns);
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const at = (n * rows + i) * columns + j;
        for (let k = 0; k < inner; k++) {
          const atA = n * rows * inner + inA(i, k);
          const atB = n * inner * columns + inB(k, j);
          y[at] += a[atA] * b[atB];
          da[atA] += dy[at] * b[atB];
          db[atB] += dy[at] * a[atA];
        }
      }
    }
  }
  return { y, da, db };
}

/** The largest |value|; NaN if one is. */
export const largest = (values: ArrayLike<number>): number =>
  Array.prototype.reduce.call(
    values,
    (most, value) => Math.max(most as number, Math.abs(value as number)),
    0,
  ) as number;

/**
 * The largest difference between two arrays relative to `scale`. NaN and infinite values are never hidden, and
 * arrays of unlike length differ infinitely.
 */
export function deviation(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale = largest(expected),
): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    // Math.max keeps a NaN.
    worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  }
  // A quantity that is zero by definition has no scale.
  return scale > 0 ? worst / scale : worst;
}
