/** Turns the finished triangulation into a `Mesh` whose node numbers follow a Hilbert curve. */
import type { Domain } from './domain.ts';
import type { EdgePoints } from './edgePoints.ts';
import type { Surface } from './flips.ts';
import { MeshError, type Mesh } from './mesh.ts';
import { place, type Box } from './region.ts';
import { nextEdge } from './triangulation.ts';
import { sharpest } from './smoothing.ts';

/** Smallest angle that is let through (degrees). */
const NEEDLE = 3;

/** Distance along a Hilbert curve of order 16 through the box. */
function hilbert(px: number, py: number, { left, bottom, width, height }: Box): number {
  const scale = 0xffff / Math.max(width, height);
  let i = Math.round((px - left) * scale);
  let j = Math.round((py - bottom) * scale);
  let distance = 0;
  for (let s = 0x8000; s > 0; s >>= 1) {
    const right = i & s ? 1 : 0;
    const upper = j & s ? 1 : 0;
    distance += s * s * ((3 * right) ^ upper);
    if (upper) continue;
    if (right) {
      i = 0xffff - i;
      j = 0xffff - j;
    }
    [i, j] = [j, i];
  }
  return distance;
}

/** Used points in the order of a Hilbert curve: time steps gather neighbours, which should be close in memory. */
export function ordered(
  x: Float64Array,
  y: Float64Array,
  corners: Uint32Array,
  box: Box,
): Uint32Array {
  const used = new Uint8Array(x.length);
  for (const v of corners) used[v] = 1;
  const along = Float64Array.from(x, (_, v) => hilbert(x[v], y[v], box));
  const order = Uint32Array.from(x.keys()).filter((v) => used[v]);
  return order.sort((p, q) => along[p] - along[q] || p - q);
}

export function meshOf(surface: Surface, domain: Domain, { edge }: EdgePoints): Mesh {
  checkSurface(surface, domain);
  const { triangles, halfedges, segment } = surface;
  const order = ordered(surface.x, surface.y, triangles, domain.box);
  const number = new Uint32Array(surface.x.length);
  for (let k = 0; k < order.length; k++) number[order[k]] = k;
  const boundary: Record<string, number[]> = {};
  for (let e = 0; e < triangles.length; e++) {
    if (halfedges[e] >= 0) continue;
    const { name } = domain.edges[edge[segment[e]]];
    (boundary[name] ??= []).push(number[triangles[e]], number[triangles[nextEdge(e)]]);
  }
  return {
    x: Float64Array.from(order, (v) => surface.x[v]),
    y: Float64Array.from(order, (v) => surface.y[v]),
    corners: 3,
    order: 1,
    cells: sortedCells(triangles, 3, number).cells,
    boundary: Object.fromEntries(
      Object.entries(boundary).map(([name, pairs]) => [name, Uint32Array.from(pairs)]),
    ),
  };
}

/** Cells in the order of their lowest node, which each begins with; `sides` says which side k was at every place. */
export function sortedCells(
  old: Uint32Array,
  perCell: 3 | 4,
  number: Uint32Array,
): { cells: Uint32Array; sides: Uint32Array } {
  const count = old.length / perCell;
  const first = new Uint32Array(count);
  const lowest = new Uint32Array(count);
  for (let t = 0; t < count; t++) {
    const corners = Array.from({ length: perCell }, (_, k) => number[old[perCell * t + k]]);
    lowest[t] = Math.min(...corners);
    first[t] = corners.indexOf(lowest[t]);
  }
  const order = Uint32Array.from({ length: count }, (_, t) => t);
  order.sort((p, q) => lowest[p] - lowest[q] || p - q);
  const sides = Uint32Array.from(old, (_, at) => {
    const t = order[Math.floor(at / perCell)];
    return perCell * t + ((first[t] + (at % perCell)) % perCell);
  });
  return { cells: sides.map((s) => number[old[s]]), sides };
}

/** The last line of defence: all triangles counter-clockwise, no needles, and covering the domain once. */
function checkSurface(surface: Surface, domain: Domain): void {
  const { x, y, triangles } = surface;
  let area = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    area += ((x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a])) / 2;
  }
  const { angle, at } = sharpest(surface);
  if (angle >= NEEDLE && Math.abs(area / domain.area - 1) < 1e-9) return;
  throw new MeshError(
    `The shapes at ${place(x[at], y[at])} leave only needle-shaped triangles; ` +
      'move them apart or use more mesh cells per metre.',
  );
}
