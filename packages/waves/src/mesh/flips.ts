/** A triangulation of the domain alone whose points can be moved; Lawson's flips keep it Delaunay. */
import { nextEdge, type Triangulation } from './triangulation.ts';

export interface Surface {
  x: Float64Array;
  y: Float64Array;
  triangles: Uint32Array;
  halfedges: Int32Array;
  /** Segment of each half-edge, −1 if it is none and may be flipped. */
  segment: Int32Array;
}

/** The triangles inside the domain, and the points renumbered without the surrounding box. */
export function surfaceOf(coords: Float64Array, full: Triangulation): Surface {
  const { triangles, halfedges, segment, winding } = full;
  const number = new Int32Array(winding.length).fill(-1);
  let kept = 0;
  for (let t = 0; t < winding.length; t++) if (winding[t] === 1) number[t] = kept++;
  const result: Surface = {
    x: new Float64Array(coords.length / 2 - 4),
    y: new Float64Array(coords.length / 2 - 4),
    triangles: new Uint32Array(3 * kept),
    halfedges: new Int32Array(3 * kept),
    segment: new Int32Array(3 * kept),
  };
  for (let p = 0; p < result.x.length; p++) {
    result.x[p] = coords[2 * p + 8];
    result.y[p] = coords[2 * p + 9];
  }
  for (let e = 0; e < triangles.length; e++) {
    const t = number[Math.floor(e / 3)];
    if (t < 0) continue;
    const at = 3 * t + (e % 3);
    const twin = halfedges[e];
    const other = twin < 0 ? -1 : number[Math.floor(twin / 3)];
    result.triangles[at] = triangles[e] - 4;
    result.halfedges[at] = other < 0 ? -1 : 3 * other + (twin % 3);
    result.segment[at] = segment[e];
  }
  return result;
}

/** Whether the two angles opposite an edge add up to clearly more than 180°. */
function illegal({ x, y, triangles }: Surface, e: number, twin: number): boolean {
  const a = triangles[e];
  const b = triangles[twin];
  const c = triangles[nextEdge(nextEdge(e))];
  const d = triangles[nextEdge(nextEdge(twin))];
  const [cax, cay, cbx, cby] = [x[a] - x[c], y[a] - y[c], x[b] - x[c], y[b] - y[c]];
  const [dax, day, dbx, dby] = [x[a] - x[d], y[a] - y[d], x[b] - x[d], y[b] - y[d]];
  const dotC = cax * cbx + cay * cby;
  const dotD = dax * dbx + day * dby;
  const crossC = cax * cby - cay * cbx;
  const crossD = dbx * day - dby * dax;
  const scale = Math.abs(dotC) * crossD + Math.abs(dotD) * crossC + crossC * crossD;
  return crossC * dotD + crossD * dotC < -1e-9 * scale;
}

/** Replaces an edge between two triangles by the other diagonal of the quadrilateral that they form. */
export function flip({ triangles, halfedges, segment }: Surface, e: number): void {
  const link = (from: number, to: number) => {
    halfedges[from] = to;
    if (to >= 0) halfedges[to] = from;
  };
  const twin = halfedges[e];
  const e2 = nextEdge(nextEdge(e));
  const t2 = nextEdge(nextEdge(twin));
  // (a, b, c) and (b, a, d) become (d, b, c) and (c, a, d).
  triangles[e] = triangles[t2];
  triangles[twin] = triangles[e2];
  link(e, halfedges[t2]);
  link(twin, halfedges[e2]);
  link(e2, t2);
  segment[e] = segment[t2];
  segment[twin] = segment[e2];
  segment[e2] = segment[t2] = -1;
}

/** Flips edges until all are Delaunay or segments. */
export function restoreDelaunay(surface: Surface): void {
  const { triangles, halfedges, segment } = surface;
  const stack: number[] = [];
  // Ends by itself in exact arithmetic; the budget is for the other case.
  let budget = 4 * triangles.length;
  for (let first = 0; first < triangles.length; first++) {
    stack.push(first);
    while (stack.length > 0) {
      const e = stack.pop()!;
      const twin = halfedges[e];
      if (twin < 0 || segment[e] >= 0 || !illegal(surface, e, twin) || budget-- <= 0) continue;
      const [e1, t1] = [nextEdge(e), nextEdge(twin)];
      flip(surface, e);
      stack.push(e, e1, twin, t1);
    }
  }
}
