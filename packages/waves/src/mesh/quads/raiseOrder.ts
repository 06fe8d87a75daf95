/**
 * From quadrilaterals of order 1 to elements of order p: Gauss-Lobatto-Legendre nodes on every cell, shared along sides.
 * Sides on circles run along the arc; inside such cells the nodes follow by transfinite blending (Gordon and Hall 1973).
 */
import { cellCount, type Mesh } from '../mesh.ts';
import type { Circle } from '../region.ts';
import { gll } from '../../spectral/gll.ts';
import { turnOn } from './surface.ts';

/** A side of cells, between nodes a and b of the mesh of order 1, that runs along a circle. */
export interface CurvedSide {
  a: number;
  b: number;
  circle: Circle;
}

/** Arcs that would leave less than this share of the mean Jacobian somewhere in a cell are drawn straight. */
const LEAST_JACOBIAN = 0.05;

const keyOf = (count: number, a: number, b: number) => Math.min(a, b) * count + Math.max(a, b);

/**
 * `mesh` has 4 corners per cell, in general position, and order 1. The cells keep their order and their corners; cells
 * that come one after another have nodes close to each other. A side whose arc would fold a cell over stays straight.
 */
export function raiseOrder(mesh: Mesh, order: number, curves: readonly CurvedSide[] = []): Mesh {
  const count = mesh.x.length;
  const { points } = gll(order);
  const arcs = new Map(curves.map(({ a, b, circle }) => [keyOf(count, a, b), circle]));
  straighten(mesh, points, arcs);
  const row = order + 1;
  const cells = new Uint32Array(cellCount(mesh) * row * row);
  const x: number[] = [];
  const y: number[] = [];
  const add = (px: number, py: number) => {
    y.push(py);
    return x.push(px) - 1;
  };
  const corner = new Int32Array(count).fill(-1);
  /** Nodes inside every side, from its lower to its higher corner. */
  const inside = new Map<number, number[]>();
  const cellX = new Float64Array(row * row);
  const cellY = new Float64Array(row * row);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    placeNodes(mesh, cell, points, arcs, cellX, cellY);
    const node = new Int32Array(row * row).fill(-1);
    const ends = mesh.cells.subarray(4 * cell, 4 * cell + 4);
    for (let k = 0; k < 4; k++) {
      const at = sidePlaces(order, k);
      const [a, b] = [ends[k], ends[(k + 1) % 4]];
      if (corner[a] < 0) corner[a] = add(cellX[at[0]], cellY[at[0]]);
      node[at[0]] = corner[a];
      const key = keyOf(count, a, b);
      const inner = at.slice(1, -1);
      if (a > b) inner.reverse();
      let nodes = inside.get(key);
      if (!nodes) inside.set(key, (nodes = inner.map((p) => add(cellX[p], cellY[p]))));
      nodes.forEach((v, i) => (node[inner[i]] = v));
    }
    for (let p = 0; p < row * row; p++) if (node[p] < 0) node[p] = add(cellX[p], cellY[p]);
    cells.set(node, cell * row * row);
  }
  const boundary = Object.entries(mesh.boundary).map(([name, pairs]) => {
    const finer: number[] = [];
    for (let k = 0; k < pairs.length; k += 2) {
      const [a, b] = [pairs[k], pairs[k + 1]];
      const nodes = [...inside.get(keyOf(count, a, b))!];
      if (a > b) nodes.reverse();
      const chain = [corner[a], ...nodes, corner[b]];
      for (let i = 0; i < order; i++) finer.push(chain[i], chain[i + 1]);
    }
    return [name, Uint32Array.from(finer)] as const;
  });
  return {
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    corners: 4,
    order,
    cells,
    boundary: Object.fromEntries(boundary),
  };
}

/** Places of the nodes on side k of a cell, from its corner k to the next. */
function sidePlaces(order: number, k: number): number[] {
  const row = order + 1;
  const along = Array.from({ length: row }, (_, i) => i);
  if (k === 0) return along;
  if (k === 1) return along.map((i) => i * row + order);
  if (k === 2) return along.map((i) => order * row + order - i);
  return along.map((i) => (order - i) * row);
}

/** Point on the side from node a to node b at −1 ≤ s ≤ 1. */
function onSide(
  { x, y }: Mesh,
  circle: Circle | undefined,
  [a, b]: readonly [number, number],
  s: number,
): readonly [number, number] {
  const t = (1 + s) / 2;
  if (!circle) return [(1 - t) * x[a] + t * x[b], (1 - t) * y[a] + t * y[b]];
  if (s === -1) return [x[a], y[a]];
  if (s === 1) return [x[b], y[b]];
  const start = Math.atan2(y[a] - circle.y, x[a] - circle.x);
  const angle = start + t * turnOn(circle, x[a], y[a], x[b], y[b]);
  return [circle.x + circle.radius * Math.cos(angle), circle.y + circle.radius * Math.sin(angle)];
}

/** The nodes of a cell, by Gordon and Hall's blending of its four sides. */
function placeNodes(
  mesh: Mesh,
  cell: number,
  points: Float64Array,
  arcs: ReadonlyMap<number, Circle>,
  cellX: Float64Array,
  cellY: Float64Array,
): void {
  const [a, b, c, d] = mesh.cells.subarray(4 * cell, 4 * cell + 4);
  const { x, y } = mesh;
  const row = points.length;
  // Sides are walked from the lower to the higher node, so that both cells beside one get the same bits.
  const side = (p: number, q: number) => {
    const circle = arcs.get(keyOf(x.length, p, q));
    const [low, high] = p < q ? [p, q] : [q, p];
    return Array.from(points, (_, i) =>
      onSide(mesh, circle, [low, high], points[p < q ? i : row - 1 - i]),
    );
  };
  const [bottom, right, top, left] = [side(a, b), side(b, c), side(d, c), side(a, d)];
  for (let j = 0; j < row; j++) {
    for (let i = 0; i < row; i++) {
      const [s, t] = [(1 + points[i]) / 2, (1 + points[j]) / 2];
      const blend = (k: 0 | 1, v: Float64Array) =>
        (1 - t) * bottom[i][k] +
        t * top[i][k] +
        (1 - s) * left[j][k] +
        s * right[j][k] -
        ((1 - t) * ((1 - s) * v[a] + s * v[b]) + t * ((1 - s) * v[d] + s * v[c]));
      cellX[j * row + i] = blend(0, x);
      cellY[j * row + i] = blend(1, y);
    }
  }
  // Exactly what the sides say, without the blending's round-off.
  for (let i = 0; i < row; i++) {
    [cellX[i], cellY[i]] = bottom[i];
    [cellX[(row - 1) * row + i], cellY[(row - 1) * row + i]] = top[i];
    [cellX[i * row], cellY[i * row]] = left[i];
    [cellX[i * row + row - 1], cellY[i * row + row - 1]] = right[i];
  }
}

/** Takes arcs away until no cell with a curved side is folded over or nearly so. */
function straighten(mesh: Mesh, points: Float64Array, arcs: Map<number, Circle>): void {
  if (arcs.size === 0) return;
  const row = points.length;
  const { derivative } = gll(points.length - 1);
  const cellX = new Float64Array(row * row);
  const cellY = new Float64Array(row * row);
  for (let found = true; found;) {
    found = false;
    for (let cell = 0; cell < cellCount(mesh); cell++) {
      const ends = mesh.cells.subarray(4 * cell, 4 * cell + 4);
      const keys = [0, 1, 2, 3].map((k) => keyOf(mesh.x.length, ends[k], ends[(k + 1) % 4]));
      if (!keys.some((key) => arcs.has(key))) continue;
      placeNodes(mesh, cell, points, arcs, cellX, cellY);
      const { least, mean } = jacobians(cellX, cellY, derivative, row);
      if (least >= LEAST_JACOBIAN * mean) continue;
      for (const key of keys) arcs.delete(key);
      found = true;
    }
  }
}

/** The smallest and the mean Jacobian (m²) of a cell at its nodes. */
export function jacobians(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  derivative: Float64Array,
  row: number,
): { least: number; mean: number } {
  let least = Infinity;
  let sum = 0;
  for (let j = 0; j < row; j++) {
    for (let i = 0; i < row; i++) {
      let [xs, ys, xt, yt] = [0, 0, 0, 0];
      for (let k = 0; k < row; k++) {
        const [alongS, alongT] = [derivative[i * row + k], derivative[j * row + k]];
        xs += alongS * x[j * row + k];
        ys += alongS * y[j * row + k];
        xt += alongT * x[k * row + i];
        yt += alongT * y[k * row + i];
      }
      const value = xs * yt - ys * xt;
      sum += value;
      least = Math.min(least, value);
    }
  }
  return { least, mean: sum / (row * row) };
}
