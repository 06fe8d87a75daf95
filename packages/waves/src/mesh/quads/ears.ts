/**
 * Where two sides of a triangle lie on the same circle, inside it, they meet in a straight angle once they are curved.
 * The third side is therefore replaced by one from their common corner.
 */
import { flip, type Surface } from '../flips.ts';
import { nextEdge } from '../triangulation.ts';
import { cornerCost } from './surface.ts';
import type { Vectors } from './merge.ts';

/** Corners whose sine (of the angle between their sides) is below this, near 180°, are too flat for a cell. */
const FLAT = -0.8;

export function cutEars(surface: Surface, vectors: Vectors): void {
  const { x, y, triangles, halfedges, segment } = surface;
  for (let e = 0; e < triangles.length; e++) {
    const before = nextEdge(nextEdge(e));
    if (segment[e] < 0 || segment[before] < 0) continue;
    const [ux, uy] = vectors(e);
    const [, , vx, vy] = vectors(before);
    const cosine = (ux * vx + uy * vy) / (Math.hypot(ux, uy) * Math.hypot(vx, vy));
    const opposite = nextEdge(e);
    if (cosine > FLAT && cornerCost(ux, uy, vx, vy) < Infinity) continue;
    if (halfedges[opposite] < 0 || segment[opposite] >= 0) continue;
    // Only where the two new triangles are no thinner than a line.
    const [p, q] = [triangles[opposite], triangles[nextEdge(opposite)]];
    const apex = triangles[e];
    const far = triangles[nextEdge(nextEdge(halfedges[opposite]))];
    const area = (a: number, b: number, c: number) =>
      (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
    if (area(apex, p, far) > 0 && area(apex, far, q) > 0) flip(surface, opposite);
  }
}
