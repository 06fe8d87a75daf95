/**
 * u on the boundary of a rectangle in time: what drives a submodel. Positions are arc lengths (m) from the
 * lower left corner, counter-clockwise.
 */
import type { Point } from '../mesh/mesh.ts';
import { gll, lagrange } from '../spectral/gll.ts';
import { SceneError } from './sceneError.ts';
import type { Box } from './shapes.ts';

export interface BoundaryTrace {
  /** Ascending, in [0, perimeter). From order 2 on, `order` in a row begin a cell of the arc, at its GLL points. */
  positions: Float64Array;
  /** Degree of u within a cell of the arc; 1, a straight line from position to position, unless given. */
  order?: number;
  perimeter: number;
  /** Time between two samples (s); the first one is at t = 0. */
  interval: number;
  /** u (m), [times, positions]. */
  values: Float64Array;
}

const sides = ({ x, y }: Box) => ({ width: x[1] - x[0], height: y[1] - y[0] });

export function perimeterOf(box: Box): number {
  const { width, height } = sides(box);
  return 2 * (width + height);
}

/**
 * Positions at the corners and at equal distances in between, as many as the cells along each side; from order 2 on also at
 * the GLL points of these cells.
 */
export function tracePositions(box: Box, cellsPerMetre: number, order = 1): Float64Array {
  const { points } = gll(order);
  const { width, height } = sides(box);
  const cells = (length: number) => Math.max(1, Math.round(length * cellsPerMetre));
  const positions: number[] = [];
  let begin = 0;
  for (const length of [width, height, width, height]) {
    const count = cells(length);
    for (let k = 0; k < count; k++) {
      positions.push(begin + (length * k) / count);
      for (let i = 1; i < order; i++) {
        positions.push(begin + (length * (k + (1 + points[i]) / 2)) / count);
      }
    }
    begin += length;
  }
  return Float64Array.from(positions);
}

/** The point at an arc length. */
export function pointAt(box: Box, position: number): Point {
  const { x, y } = box;
  const { width, height } = sides(box);
  if (position < width) return [x[0] + position, y[0]];
  if (position < width + height) return [x[1], y[0] + position - width];
  if (position < 2 * width + height) return [x[1] - (position - width - height), y[1]];
  return [x[0], y[1] - (position - 2 * width - height)];
}

/** Positions of `count` equally spaced points. */
export const arcPositions = (box: Box, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => (k * perimeterOf(box)) / count);

export const arcPoints = (box: Box, count: number): Point[] =>
  Array.from(arcPositions(box, count), (s) => pointAt(box, s));

/**
 * A recorded or forecast trace [frames, points] at equally spaced times from t = 0 to `duration` (s) and at
 * `arcPositions`, as what drives a submodel.
 */
export function traceOfFrames(
  box: Box,
  values: ArrayLike<number>,
  count: number,
  duration: number,
): BoundaryTrace {
  const frames = values.length / count;
  return {
    positions: arcPositions(box, count),
    perimeter: perimeterOf(box),
    interval: duration / (frames - 1),
    values: Float64Array.from(values),
  };
}

/** The arc length of a point on the boundary. */
export function positionOf({ x, y }: Box, [px, py]: Point): number {
  const { width, height } = sides({ x, y });
  const gaps = [py - y[0], x[1] - px, y[1] - py, px - x[0]].map(Math.abs);
  const side = gaps.indexOf(Math.min(...gaps));
  const along = [px - x[0], py - y[0], x[1] - px, y[1] - py][side];
  const begin = [0, width, width + height, 2 * width + height][side];
  return (begin + along) % (2 * (width + height));
}

/** Weights of the samples k−1, k, k+1, k+2 at the time k + s (Catmull–Rom). */
function cubicWeights(s: number, out: Float64Array): void {
  out[0] = (-s + 2 * s * s - s ** 3) / 2;
  out[1] = (2 - 5 * s * s + 3 * s ** 3) / 2;
  out[2] = (s + 4 * s * s - 3 * s ** 3) / 2;
  out[3] = (s ** 3 - s * s) / 2;
}

/** The trace's positions on both sides of s, and how far s lies from the left to the right one. */
function neighboursOf(positions: Float64Array, perimeter: number, s: number) {
  const count = positions.length;
  const after = positions.findIndex((p) => p > s);
  // Before the first and after the last position lies the piece between these two.
  const left = after <= 0 ? count - 1 : after - 1;
  const right = (left + 1) % count;
  const begin = positions[left];
  const along = s < begin ? s - begin + perimeter : s - begin;
  const length =
    positions[right] <= begin ? positions[right] - begin + perimeter : positions[right] - begin;
  const share = along / length;
  return { left, right, share };
}

/** The nodes of the arc's cell in which s lies, and their weights there. */
function cellAt({ positions, perimeter, order = 1 }: BoundaryTrace, s: number) {
  const count = positions.length;
  const cells = count / order;
  const startOf = (cell: number) => (cell < cells ? positions[cell * order] : perimeter);
  let cell = 0;
  while (cell < cells - 1 && startOf(cell + 1) <= s) cell++;
  const [low, high] = [startOf(cell), startOf(cell + 1)];
  const weights = new Float64Array(order + 1);
  lagrange(gll(order), (2 * (s - low)) / (high - low) - 1, weights);
  return { nodes: Uint32Array.from(weights, (_, k) => (cell * order + k) % count), weights };
}

/** Samples in time that a polynomial goes through. */
const TIME_POINTS = 6;

/** The same as `traceInterpolator` from order 2 on: by polynomials along the arc's cells, of degree 5 in time. */
function polynomialInterpolator(
  trace: BoundaryTrace,
  at: readonly number[],
  last: number,
): (t: number, out: Float64Array) => void {
  const { positions, interval, values } = trace;
  const count = positions.length;
  const cells = at.map((s) => cellAt(trace, s));
  const samples = Math.min(TIME_POINTS, last + 1);
  const weights = new Float64Array(samples);
  return (t, out) => {
    const exact = Math.min(t / interval, last);
    const middle = Math.floor(exact) - samples / 2 + 1;
    const first = Math.min(Math.max(0, Math.floor(middle)), last + 1 - samples);
    for (let q = 0; q < samples; q++) {
      weights[q] = 1;
      for (let r = 0; r < samples; r++) {
        if (r !== q) weights[q] *= (exact - first - r) / (q - r);
      }
    }
    for (let i = 0; i < out.length; i++) {
      const { nodes, weights: along } = cells[i];
      let total = 0;
      for (let q = 0; q < samples; q++) {
        const row = (first + q) * count;
        let sum = 0;
        for (let k = 0; k < nodes.length; k++) sum += along[k] * values[row + nodes[k]];
        total += weights[q] * sum;
      }
      out[i] = total;
    }
  };
}

/**
 * Interpolates a trace at arc lengths `at`: linearly along the arc, since u has corners where the boundary
 * has; cubically in time, with a parabola through the first or last three samples beyond the ends (a line, if
 * there are only two). Traces of order 2 and above have polynomials instead. At the trace's own positions and times it
 * gives the trace's own values. Throws
 * `SceneError` unless the trace has values from at least two times, up to `end` (s).
 */
export function traceInterpolator(
  trace: BoundaryTrace,
  at: readonly number[],
  end: number,
): (t: number, out: Float64Array) => void {
  const { positions, perimeter, interval, values, order = 1 } = trace;
  const count = positions.length;
  const last = values.length / count - 1;
  if (!(last >= 1 && last * interval >= end * (1 - 1e-9))) {
    throw new SceneError(
      `The trace on the zone’s boundary ends at ${(last * interval).toPrecision(3)} s; the submodel needs it up to ${end.toPrecision(3)} s.`,
    );
  }
  if (order > 1) return polynomialInterpolator(trace, at, last);
  const weights = new Float64Array(4);
  const neighbours = at.map((s) => neighboursOf(positions, perimeter, s));
  const sample = (k: number, i: number): number => {
    const { left, right, share } = neighbours[i];
    const here = values[k * count + left];
    return here + share * (values[k * count + right] - here);
  };
  /** Sample k, or one beyond an end. */
  const extended = (k: number, i: number): number => {
    if (k >= 0 && k <= last) return sample(k, i);
    const [first, second, third] = k < 0 ? [0, 1, 2] : [last, last - 1, last - 2];
    return last < 2
      ? 2 * sample(first, i) - sample(second, i)
      : 3 * sample(first, i) - 3 * sample(second, i) + sample(third, i);
  };
  return (t, out) => {
    const exact = Math.min(t / interval, last);
    // A time of the trace itself, but for round-off.
    const near = Math.round(exact);
    const hits = Math.abs(exact - near) < 1e-9 * Math.max(1, near);
    const k = hits ? near : Math.floor(exact);
    cubicWeights(exact - k, weights);
    for (let i = 0; i < out.length; i++) {
      if (hits) {
        out[i] = sample(k, i);
        continue;
      }
      let total = 0;
      for (let q = 0; q < 4; q++) total += weights[q] * extended(k - 1 + q, i);
      out[i] = total;
    }
  };
}
