/** Constrained Delaunay triangulation of points and segments, and which of its triangles are in the domain. */
import Constrainautor from '@kninnug/constrainautor';
import Delaunator from 'delaunator';

import { MeshError } from './mesh.ts';

export interface Segments {
  a: number[];
  b: number[];
  /** Winding on the left of a→b minus that on the right, see `GraphEdge`. */
  step: number[];
}

export interface Triangulation {
  /** Three point numbers per triangle, counter-clockwise. */
  triangles: Uint32Array;
  /** The opposite half-edge of each, −1 at the rim. Half-edge i goes from triangles[i] to the next corner. */
  halfedges: Int32Array;
  /** Winding of each triangle: 1 in the domain. */
  winding: Int32Array;
  /** Segment number of each half-edge, −1 if it is none. */
  segment: Int32Array;
}

export const nextEdge = (e: number): number => (e % 3 === 2 ? e - 2 : e + 1);

/**
 * The first four points must be the corners of a box around all others: the hull is then no edge of the
 * domain, and the flood that sets the windings can start from any triangle at a corner.
 */
export function triangulate(coords: Float64Array, segments: Segments): Triangulation {
  const delaunay = new Delaunator(coords);
  try {
    const constrain = new Constrainautor(delaunay);
    for (let k = 0; k < segments.a.length; k++)
      constrain.constrainOne(segments.a[k], segments.b[k]);
  } catch {
    throw new MeshError(
      'The scene has details too fine to mesh; move or simplify its shapes slightly.',
    );
  }
  const { triangles, halfedges } = delaunay;
  orient(coords, triangles, halfedges);
  const segment = findSegments(coords.length / 2, triangles, segments);
  return { triangles, halfedges, segment, winding: flood(triangles, halfedges, segment, segments) };
}

/** Delaunator's orientation is that of screens (y down): swap two corners of every triangle if so. */
function orient(coords: Float64Array, triangles: Uint32Array, halfedges: Int32Array): void {
  let area = 0;
  for (let t = 0; t < 3; t++) {
    const p = triangles[t];
    const q = triangles[nextEdge(t)];
    area += coords[2 * p] * coords[2 * q + 1] - coords[2 * q] * coords[2 * p + 1];
  }
  if (area > 0) return;
  // (p, q, r) becomes (q, p, r): half-edge 0 stays in place, 1 and 2 change places.
  const moved = (e: number) => (e < 0 || e % 3 === 0 ? e : e % 3 === 1 ? e + 1 : e - 1);
  for (let t = 0; t < triangles.length; t += 3) {
    const [p, q] = [triangles[t], triangles[t + 1]];
    triangles[t] = q;
    triangles[t + 1] = p;
    const [e0, e1, e2] = [halfedges[t], halfedges[t + 1], halfedges[t + 2]];
    halfedges[t] = moved(e0);
    halfedges[t + 1] = moved(e2);
    halfedges[t + 2] = moved(e1);
  }
}

function findSegments(points: number, triangles: Uint32Array, { a, b }: Segments): Int32Array {
  const numbers = new Map<number, number>();
  const touched = new Uint8Array(points);
  for (let k = 0; k < a.length; k++) {
    numbers.set(a[k] * points + b[k], k);
    numbers.set(b[k] * points + a[k], k);
    touched[a[k]] = 1;
    touched[b[k]] = 1;
  }
  const segment = new Int32Array(triangles.length).fill(-1);
  for (let e = 0; e < triangles.length; e++) {
    const [p, q] = [triangles[e], triangles[nextEdge(e)]];
    if (touched[p] && touched[q]) segment[e] = numbers.get(p * points + q) ?? -1;
  }
  return segment;
}

function flood(
  triangles: Uint32Array,
  halfedges: Int32Array,
  segment: Int32Array,
  { a, step }: Segments,
): Int32Array {
  const count = triangles.length / 3;
  const winding = new Int32Array(count);
  const seen = new Uint8Array(count);
  const queue = new Int32Array(count);
  let filled = 0;
  queue[filled++] = Math.floor(triangles.indexOf(0) / 3);
  seen[queue[0]] = 1;
  for (let head = 0; head < filled; head++) {
    const t = queue[head];
    for (let e = 3 * t; e < 3 * t + 3; e++) {
      if (halfedges[e] < 0) continue;
      const next = Math.floor(halfedges[e] / 3);
      if (seen[next]) continue;
      const k = segment[e];
      // This triangle lies on the left of its half-edge, the next one on the right.
      winding[next] = winding[t] - (k < 0 ? 0 : triangles[e] === a[k] ? step[k] : -step[k]);
      seen[next] = 1;
      queue[filled++] = next;
    }
  }
  return winding;
}
