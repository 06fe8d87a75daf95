import { csrFromTriplets, multiply, multiplyLane, type Csr } from './csr.ts';
import { Buckets } from './mesh/buckets.ts';
import { nodesPerCell, type Mesh, type Point } from './mesh/mesh.ts';
import { boxesOf, InverseMap } from './spectral/inverseMap.ts';
import { inTwoSteps, type TwoSteps } from './spectral/twoSteps.ts';

/** Slack for points on an edge, relative to the cell: far above round-off, far below a cell. */
const EDGE_TOLERANCE = 1e-9;
/** Points farther outside than this many buckets, of about two cells each, are an error. */
const FAR = 2;

/**
 * Interpolation matrix [points, nodes]: row p holds the weights of point p, so that
 * (matrix · u)[p] = u_h(x_p, y_p). Cells are found through a uniform grid of buckets. Points that are `hidden`
 * get an empty row, which gives zero. A point beside the mesh, which follows curved and grazing boundaries only
 * nearly, gets the value at the nearest point of the mesh. Farther away it gives zero or throws, as `far` says: narrow gaps may
 * have no mesh at all.
 */
export function interpolationMatrix(
  mesh: Mesh,
  points: readonly Point[],
  hidden: (x: number, y: number) => boolean = () => false,
  far: 'throw' | 'zero' = 'throw',
): Interpolation {
  const locate = locatorOf(mesh);
  const hits: (Hit | undefined)[] = [];
  const i: number[] = [];
  const j: number[] = [];
  const value: number[] = [];
  points.forEach(([px, py], p) => {
    if (hidden(px, py)) return;
    const hit = locate(px, py);
    hits[p] = hit;
    if (!hit && far === 'zero') return;
    if (!hit) throw new Error(`The point (${px}, ${py}) lies outside the mesh.`);
    hit.weights.forEach((weight, corner) => {
      i.push(p);
      j.push(mesh.cells[hit.at + corner]);
      value.push(weight);
    });
  });
  const matrix = csrFromTriplets(points.length, mesh.x.length, { i, j, value });
  if (mesh.order === 1) return matrix;
  return { ...matrix, twoSteps: inTwoSteps(mesh, points, hits, matrix.value.length) };
}

/** The matrix, and where it is quicker, the same as a product of two. */
export interface Interpolation extends Csr {
  twoSteps?: TwoSteps;
}

/** A function that writes a lane of [nodes, lanes] at the points. */
export function interpolator(
  matrix: Interpolation,
): (u: Float64Array, lanes: number, lane: number, out: Float64Array | Float32Array) => void {
  const { twoSteps } = matrix;
  if (!twoSteps) return (u, lanes, lane, out) => multiplyLane(matrix, u, lanes, lane, out);
  const between = new Float64Array(twoSteps.along.rows);
  return (u, lanes, lane, out) => {
    multiplyLane(twoSteps.along, u, lanes, lane, between);
    multiply(twoSteps.across, between, out);
  };
}

/** A cell with a point in it. */
export interface Hit {
  /** Where the cell begins in `mesh.cells`. */
  at: number;
  /** One per node of the cell, adding up to one. */
  weights: number[];
}

type Weights = (mesh: Mesh, at: number, px: number, py: number) => number[];

/** Barycentric coordinates. */
const triangleWeights: Weights = ({ x, y, cells }, at, px, py) => {
  const [a, b, c] = [cells[at], cells[at + 1], cells[at + 2]];
  const twice = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
  const wb = ((px - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (py - y[a])) / twice;
  const wc = ((x[b] - x[a]) * (py - y[a]) - (px - x[a]) * (y[b] - y[a])) / twice;
  return [1 - wb - wc, wb, wc];
};

/** Bilinear weights; outside, at least one is negative. */
const rectangleWeights: Weights = ({ x, y, cells }, at, px, py) => {
  const [a, b, d] = [cells[at], cells[at + 1], cells[at + 3]];
  const s = (px - x[a]) / (x[b] - x[a]);
  const t = (py - y[a]) / (y[d] - y[a]);
  // Two negative factors would make a positive weight.
  if (s < -EDGE_TOLERANCE || t < -EDGE_TOLERANCE || s > 1.5 || t > 1.5) return [-1];
  return [(1 - s) * (1 - t), s * (1 - t), s * t, (1 - s) * t];
};

/** The weights of the point of a cell's rim that is nearest to a point outside, and how far away it is (m). */
function onRim({ x, y, cells, corners }: Mesh, at: number, px: number, py: number) {
  let nearest = { distance: Infinity, weights: [] as number[] };
  for (let k = 0; k < corners; k++) {
    const next = (k + 1) % corners;
    const [a, b] = [cells[at + k], cells[at + next]];
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const along = ((px - x[a]) * dx + (py - y[a]) * dy) / (dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(x[a] + t * dx - px, y[a] + t * dy - py);
    if (distance >= nearest.distance) continue;
    const weights = Array.from({ length: corners }, () => 0);
    weights[k] = 1 - t;
    weights[next] = t;
    nearest = { distance, weights };
  }
  return nearest;
}

/** How the cells of a mesh are asked about a point. */
interface Cells {
  /** The weights of a cell's nodes, or undefined outside the cell. */
  inside: (at: number, px: number, py: number) => number[] | undefined;
  onRim: (at: number, px: number, py: number) => { distance: number; weights: number[] };
}

function cellsOf(mesh: Mesh): Cells {
  if (mesh.order > 1) {
    const map = new InverseMap(mesh);
    return {
      inside: (at, px, py) => map.inside(at, px, py),
      onRim: (at, px, py) => map.onRim(at, px, py),
    };
  }
  const weightsOf = mesh.corners === 3 ? triangleWeights : rectangleWeights;
  return {
    inside: (at, px, py) => {
      const weights = weightsOf(mesh, at, px, py);
      return weights.every((w) => w >= -EDGE_TOLERANCE) ? weights : undefined;
    },
    onRim: (at, px, py) => onRim(mesh, at, px, py),
  };
}

/** Made once per mesh: sources that move ask again for every sample. */
const locators = new WeakMap<Mesh, ReturnType<typeof cellLocator>>();

/** A function that finds the cell of a point and the weights of its nodes, or undefined far outside the mesh. */
export function locatorOf(mesh: Mesh): ReturnType<typeof cellLocator> {
  const known = locators.get(mesh) ?? cellLocator(mesh);
  locators.set(mesh, known);
  return known;
}

/** A function that finds the cell of a point, or undefined outside the mesh. */
function cellLocator(mesh: Mesh): (px: number, py: number) => Hit | undefined {
  const cells = cellsOf(mesh);
  const { buckets, reach } = cellBuckets(mesh);
  return (px, py) => {
    let hit: Hit | undefined;
    buckets.some(py, px, py, px, (at) => {
      const weights = cells.inside(at, px, py);
      if (!weights) return false;
      hit = { at, weights };
      return true;
    });
    return hit ?? nearest(px, py);
  };

  function nearest(px: number, py: number): Hit | undefined {
    let found: Hit | undefined;
    let least = reach;
    buckets.some(py - reach, px - reach, py + reach, px + reach, (at) => {
      const { distance, weights } = cells.onRim(at, px, py);
      if (distance < least) [found, least] = [{ at, weights }, distance];
      return false;
    });
    return found;
  }
}

/**
 * The cells of a mesh, each by where it begins in `mesh.cells`, and how far outside a point may lie (m). The buckets
 * have x and y exchanged, so that they are searched column by column: of cells that are as near to a point, the
 * first one gives its value, and another order would change the last bit of old results.
 */
function cellBuckets(mesh: Mesh): { buckets: Buckets; reach: number } {
  const { x, y, cells } = mesh;
  const perCell = nodesPerCell(mesh);
  const [left, bottom] = [minimum(x), minimum(y)];
  const [width, height] = [maximum(x) - left, maximum(y) - bottom];
  const perSide = Math.max(1, Math.floor(Math.sqrt(cells.length / (2 * perCell))));
  const buckets = new Buckets(
    { left: bottom, bottom: left, width: height, height: width },
    Math.sqrt(width * height) / perSide,
    Infinity,
  );
  const boxes = boxesOf(mesh);
  for (let at = 0, box = 0; at < cells.length; at += perCell, box += 4) {
    buckets.add(at, boxes[box + 1], boxes[box], boxes[box + 3], boxes[box + 2]);
  }
  return { buckets, reach: (FAR * Math.min(width, height)) / perSide };
}

const minimum = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b), Infinity);
const maximum = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), -Infinity);
