/** Which triangles to merge into quadrilaterals: as many as possible, in good shape, never across an edge of the domain. */
import type { Surface } from '../flips.ts';
import { nextEdge } from '../triangulation.ts';
import type { Circle } from '../region.ts';
import { cornerCost, turnOn } from './surface.ts';

/** Pairs of lower quality than this are worse than two triangles cut into three. */
const LEAST = 0.25;
/** Pairs along the longest chain that is looked for, see `augment`. */
const LONGEST_PATH = 6;

/** Vectors from both ends of a side: along it, or the tangents of its arc with the arc's length. */
export type Vectors = (e: number) => readonly [ax: number, ay: number, bx: number, by: number];

export function sideVectors(
  { x, y, triangles, segment }: Surface,
  edge: readonly number[],
  arcs: readonly (Circle | undefined)[],
): Vectors {
  return (e) => {
    const [a, b] = [triangles[e], triangles[nextEdge(e)]];
    const circle = segment[e] < 0 ? undefined : arcs[edge[segment[e]]];
    if (!circle) return [x[b] - x[a], y[b] - y[a], x[a] - x[b], y[a] - y[b]];
    const turn = turnOn(circle, x[a], y[a], x[b], y[b]);
    return [
      -turn * (y[a] - circle.y),
      turn * (x[a] - circle.x),
      turn * (y[b] - circle.y),
      -turn * (x[b] - circle.x),
    ];
  };
}

/**
 * Quality of the quadrilateral with these half-edges around it: 1 for a square, 0 if it is not convex. The inverse of
 * its cost, for its area.
 */
function quality({ x, y, triangles }: Surface, vectors: Vectors, ring: readonly number[]): number {
  let cost = 0;
  let area = 0;
  for (let k = 0; k < 4; k++) {
    const [, , vx, vy] = vectors(ring[(k + 3) % 4]);
    const [ux, uy] = vectors(ring[k]);
    cost = Math.max(cost, cornerCost(ux, uy, vx, vy));
    const [p, q] = [triangles[ring[k]], triangles[ring[(k + 1) % 4]]];
    area += (x[p] * y[q] - x[q] * y[p]) / 2;
  }
  return cost === Infinity ? 0 : 2 / (cost * area);
}

/** The half-edges around the quadrilateral that two triangles form without the one between them, counter-clockwise. */
export function mergedRing({ halfedges }: Surface, e: number): number[] {
  const twin = halfedges[e];
  return [nextEdge(twin), nextEdge(nextEdge(twin)), nextEdge(e), nextEdge(nextEdge(e))];
}

/** For every triangle the half-edge over which it is merged with its neighbour, −1 if it is left over. */
export function matchTriangles(surface: Surface, vectors: Vectors): Int32Array {
  const { halfedges, segment, triangles } = surface;
  const good = new Float64Array(triangles.length);
  const pairs: number[] = [];
  for (let e = 0; e < triangles.length; e++) {
    if (halfedges[e] < e || segment[e] >= 0) continue;
    const value = quality(surface, vectors, mergedRing(surface, e));
    if (value < LEAST) continue;
    good[e] = good[halfedges[e]] = value;
    pairs.push(e);
  }
  const merged = new Int32Array(triangles.length / 3).fill(-1);
  const of = (e: number) => Math.floor(e / 3);
  // Equal ones in the order of their numbers, whatever round-off says.
  const rank = (e: number) => Math.round(good[e] * 1e6);
  for (const e of pairs.sort((p, q) => rank(q) - rank(p) || p - q)) {
    const twin = halfedges[e];
    if (merged[of(e)] >= 0 || merged[of(twin)] >= 0) continue;
    merged[of(e)] = e;
    merged[of(twin)] = twin;
  }
  const matching = { surface, good, merged };
  for (let t = 0; t < merged.length; t++) if (merged[t] < 0) augment(matching, t);
  return merged;
}

interface Matching {
  surface: Surface;
  good: Float64Array;
  merged: Int32Array;
}

/**
 * Looks for a chain of triangles from one that is left over to another in which every second pair is merged, and merges
 * the others instead (Berge 1957): the chain whose worst new pair is the best.
 */
function augment({ surface: { halfedges }, good, merged }: Matching, start: number): void {
  let best: number[] = [];
  let bestWorst = 0;
  const path: number[] = [];
  const visited = new Set<number>([start]);
  const search = (t: number, worst: number) => {
    for (let e = 3 * t; e < 3 * t + 3; e++) {
      const reached = Math.min(worst, good[e]);
      if (reached <= bestWorst) continue;
      const next = Math.floor(halfedges[e] / 3);
      if (visited.has(next)) continue;
      path.push(e);
      if (merged[next] < 0) {
        [best, bestWorst] = [[...path], reached];
      } else if (path.length < LONGEST_PATH) {
        const after = Math.floor(halfedges[merged[next]] / 3);
        if (!visited.has(after)) {
          visited.add(next).add(after);
          search(after, reached);
          visited.delete(next);
          visited.delete(after);
        }
      }
      path.pop();
    }
  };
  search(start, 1);
  for (const e of best) {
    merged[Math.floor(e / 3)] = e;
    merged[Math.floor(halfedges[e] / 3)] = halfedges[e];
  }
}
