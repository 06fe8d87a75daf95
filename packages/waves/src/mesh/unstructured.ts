/**
 * Meshes of linear triangles for any polygonal region: constrained Delaunay refinement (Ruppert 1995, Chew
 * 1993) of a lattice, then smoothing. The same input gives the same mesh, bit by bit.
 */
import { checkDetails, domainOf, FINEST, sharpestCorner, type Domain } from './domain.ts';
import { edgePoints, type EdgePoints } from './edgePoints.ts';
import { surfaceOf, type Surface } from './flips.ts';
import { fill, tooMany, type Lattice } from './interior.ts';
import { MeshError, type Mesh } from './mesh.ts';
import { planarGraph } from './planarGraph.ts';
import { checkRegion, type Region } from './region.ts';
import { simplify } from './simplify.ts';
import { EdgeGrid, sizeField, WALL_GAP, type GapLengths } from './sizing.ts';
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
export const MAX_NODES = 200_000;

/** Throws `MeshError` if the region is malformed, empty or has details too fine or sharp for the size. */
export function meshRegion(region: Region, options: MeshOptions): Mesh {
  const { size, maxNodes = MAX_NODES } = options;
  const domain = checkedDomain(region, options);
  const goal = 0.95 * Math.min(ENOUGH, sharpestCorner(domain));
  const attempt = (line: number) => {
    const gaps = { line, wall: WALL_GAP, finest: FINEST * size };
    const made = triangulateDomain(domain, { size, maxNodes, gaps, lattice: 'triangles' });
    return { ...made, angle: sharpest(made.surface).angle };
  };
  let best = attempt(LINE_GAPS[0]);
  for (const lineGap of LINE_GAPS.slice(1)) {
    if (best.angle >= goal) break;
    try {
      const finer = attempt(lineGap);
      if (finer.angle > best.angle) best = finer;
    } catch (error) {
      // The finer mesh may have too many nodes; the coarser one has not.
      if (!(error instanceof MeshError)) throw error;
      break;
    }
  }
  return meshOf(best.surface, domain, best.points);
}

/** The triangles before they become a mesh: with the domain's edges and which of their sides lie on one. */
export interface TriangulatedRegion {
  surface: Surface;
  domain: Domain;
  points: EdgePoints;
}

/** The region as a domain, simplified where the tolerance allows it; `fine` (m) is the size that its details must suit. */
export function checkedDomain(region: Region, options: MeshOptions, fine = options.size): Domain {
  const { size, maxNodes = MAX_NODES, tolerance = 0 } = options;
  checkRegion(region, { size, maxNodes, tolerance });
  const exact = domainOf(planarGraph(region));
  const kept = new Set([region.outline.names].flat());
  const domain = tolerance > 0 ? simplify(exact, size, { tolerance, kept }) : exact;
  if ((1.1 * domain.area) / size ** 2 > maxNodes) throw tooMany(domain, size, maxNodes);
  checkDetails(domain, fine);
  return domain;
}

export interface Filling {
  /** Edge length (m) and most nodes. */
  size: number;
  maxNodes: number;
  gaps: GapLengths;
  lattice: Lattice;
}

export function triangulateDomain(
  domain: Domain,
  { size, maxNodes, gaps, lattice }: Filling,
): TriangulatedRegion {
  const grid = new EdgeGrid(domain, size);
  const field = sizeField(grid, size, gaps);
  const points = edgePoints(domain, field);
  const { cloud, triangulation } = fill(points, grid, field, { maxNodes, lattice });
  const surface = surfaceOf(cloud.used, triangulation);
  smooth(surface, points.x.length, lattice === 'triangles' ? 8 : 0, 6);
  return { surface, domain, points };
}
