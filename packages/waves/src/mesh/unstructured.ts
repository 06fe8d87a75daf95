/**
 * Meshes of linear triangles for any polygonal region: constrained Delaunay refinement (Ruppert 1995, Chew
 * 1993) of a lattice, then smoothing. The same input gives the same mesh, bit by bit.
 */
import { checkDetails, domainOf, sharpestCorner, type Domain } from './domain.ts';
import { edgePoints, type EdgePoints } from './edgePoints.ts';
import { surfaceOf, type Surface } from './flips.ts';
import { fill, tooMany } from './interior.ts';
import { MeshError, type Mesh } from './mesh.ts';
import { planarGraph } from './planarGraph.ts';
import { checkRegion, type Region } from './region.ts';
import { simplify } from './simplify.ts';
import { EdgeGrid, sizeField } from './sizing.ts';
import { sharpest, smooth } from './smoothing.ts';
import { meshOf } from './numbering.ts';

export type { Loop, Polyline, Region } from './region.ts';

export interface MeshOptions {
  /** Target edge length (m). */
  size: number;
  maxNodes?: number;
  /**
   * How far (m) edges of holes and lines may be moved to get rid of details that would cost tiny triangles; 0,
   * the default, keeps the geometry exact. The outline never moves.
   */
  tolerance?: number;
}

/** A mesh whose smallest angle (degrees) is near this, or near the sharpest corner's, is good enough. */
const ENOUGH = 28;
/** Tried in turn, see `sizeField`: finer triangles beside interfaces only where coarser ones come out badly. */
const LINE_GAPS = [1.5, 1, 0.7];

/** Throws `MeshError` if the region is malformed, empty or has details too fine or sharp for the size. */
export function meshRegion(region: Region, options: MeshOptions): Mesh {
  const { surface, domain, points } = triangulateRegion(region, options);
  return meshOf(surface, domain, points);
}

/** The triangles before they become a mesh: with the domain's edges and which of their sides lie on one. */
export interface TriangulatedRegion {
  surface: Surface;
  domain: Domain;
  points: EdgePoints;
}

export function triangulateRegion(region: Region, options: MeshOptions): TriangulatedRegion {
  const { size, maxNodes = 200_000, tolerance = 0 } = options;
  checkRegion(region, { size, maxNodes, tolerance });
  const exact = domainOf(planarGraph(region));
  const kept = new Set([region.outline.names].flat());
  const domain = tolerance > 0 ? simplify(exact, size, { tolerance, kept }) : exact;
  if ((1.1 * domain.area) / size ** 2 > maxNodes) throw tooMany(domain, size, maxNodes);
  checkDetails(domain, size);
  const goal = 0.95 * Math.min(ENOUGH, sharpestCorner(domain));
  let best = attemptMesh(domain, size, LINE_GAPS[0], maxNodes);
  for (const lineGap of LINE_GAPS.slice(1)) {
    if (best.angle >= goal) break;
    try {
      const finer = attemptMesh(domain, size, lineGap, maxNodes);
      if (finer.angle > best.angle) best = finer;
    } catch (error) {
      // The finer mesh may have too many nodes; the coarser one has not.
      if (!(error instanceof MeshError)) throw error;
      break;
    }
  }
  return { surface: best.surface, domain, points: best.points };
}

function attemptMesh(domain: Domain, size: number, lineGap: number, maxNodes: number) {
  const grid = new EdgeGrid(domain, size);
  const field = sizeField(grid, size, lineGap);
  const points = edgePoints(domain, field);
  const { cloud, triangulation } = fill(points, grid, field, maxNodes);
  const surface = surfaceOf(cloud.used, triangulation);
  smooth(surface, points.x.length, 8, 6);
  return { surface, points, angle: sharpest(surface).angle };
}
