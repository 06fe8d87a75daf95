/**
 * Quadrilaterals from triangles and merged pairs of them: every one is cut from its centre to the middles of its
 * sides, a triangle into three, a pair into four. Middles of sides on a circle are put onto it.
 */
import type { Surface } from '../flips.ts';
import { nextEdge } from '../triangulation.ts';
import { mergedRing } from './merge.ts';
import type { QuadSurface } from './surface.ts';
import type { Circle } from '../region.ts';

/** Middle of the arc between two points of a circle. */
export function arcMiddle(
  { x, y, radius }: Circle,
  ax: number,
  ay: number,
  bx: number,
  by: number,
) {
  const [dx, dy] = [(ax + bx) / 2 - x, (ay + by) / 2 - y];
  const scale = radius / Math.hypot(dx, dy);
  return [x + scale * dx, y + scale * dy] as const;
}

/** `edge` is the domain edge of every segment. */
export function subdivide(
  surface: Surface,
  merged: Int32Array,
  edge: readonly number[],
  arcs: (Circle | undefined)[],
): QuadSurface {
  const { triangles, halfedges, segment } = surface;
  const x = [...surface.x];
  const y = [...surface.y];
  const add = (px: number, py: number) => {
    y.push(py);
    return x.push(px) - 1;
  };
  const middle = new Int32Array(triangles.length).fill(-1);
  for (let e = 0; e < triangles.length; e++) {
    if (halfedges[e] > e || merged[Math.floor(e / 3)] === e) continue;
    const [a, b] = [triangles[e], triangles[nextEdge(e)]];
    const circle = segment[e] < 0 ? undefined : arcs[edge[segment[e]]];
    const [px, py] = circle
      ? arcMiddle(circle, x[a], y[a], x[b], y[b])
      : [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
    middle[e] = add(px, py);
    if (halfedges[e] >= 0) middle[halfedges[e]] = middle[e];
  }
  const cells: number[] = [];
  const sides: number[] = [];
  const cut = (ring: readonly number[]) => {
    const corners = ring.map((e) => triangles[e]);
    const mean = (of: number[]) => corners.reduce((sum, v) => sum + of[v], 0) / corners.length;
    const centre = add(mean(x), mean(y));
    ring.forEach((e, k) => {
      const before = ring[(k + ring.length - 1) % ring.length];
      const on = (f: number) => (segment[f] < 0 ? -1 : edge[segment[f]]);
      cells.push(triangles[e], middle[e], centre, middle[before]);
      sides.push(on(e), -1, -1, on(before));
    });
  };
  for (let t = 0; t < merged.length; t++) {
    const e = merged[t];
    if (e < 0) cut([3 * t, 3 * t + 1, 3 * t + 2]);
    else if (e < halfedges[e]) cut(mergedRing(surface, e));
  }
  return {
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    cells: Uint32Array.from(cells),
    edge: Int32Array.from(sides),
    arcs,
  };
}
