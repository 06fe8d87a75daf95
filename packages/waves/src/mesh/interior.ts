/**
 * Points inside a domain. Far from all edges they form a lattice of equilateral triangles; elsewhere they
 * are circumcentres of triangles that are too large or too skinny (Chew 1993, Ruppert 1995), added in
 * batches with a new Delaunay triangulation after each. No point is put closer to another than about half the
 * local size, which bounds their number and hence the time whatever the input.
 */
import { Buckets } from './buckets.ts';
import { surround, type Domain } from './domain.ts';
import type { EdgePoints } from './edgePoints.ts';
import { MeshError } from './mesh.ts';
import { metres } from './region.ts';
import type { EdgeGrid, SizeField } from './sizing.ts';
import { nextEdge, triangulate, type Triangulation } from './triangulation.ts';

const ROUNDS = 14;
/**
 * A triangle is too large if its circumradius exceeds this, in local sizes: 0.577 if it is equilateral, 0.707 if it is
 * half a square, more where a square is stretched to fit.
 */
const LARGEST_RADIUS = { triangles: 0.7, squares: 0.85 };
/** A triangle is too skinny if circumradius / shortest edge exceeds this: smallest angle below 28°. */
const SKINNIEST = 1.06;

/** All points so far, the four corners of the surrounding box first. */
export class Cloud {
  readonly coords: Float64Array;
  count: number;
  private readonly buckets: Buckets;

  constructor(
    readonly domain: Domain,
    readonly size: number,
    readonly maxNodes: number,
  ) {
    this.buckets = new Buckets(domain.box, size);
    this.coords = new Float64Array(2 * (maxNodes + 4));
    this.coords.set(surround(domain.box));
    this.count = 4;
  }

  add(x: number, y: number): void {
    if (this.count >= this.maxNodes + 4) throw tooMany(this.domain, this.size, this.maxNodes);
    const p = this.count++;
    this.coords[2 * p] = x;
    this.coords[2 * p + 1] = y;
    this.buckets.add(p, x, y);
  }

  /** Whether no point is closer than `distance`. */
  isFree(x: number, y: number, distance: number): boolean {
    const { coords } = this;
    return !this.buckets.some(x - distance, y - distance, x + distance, y + distance, (p) => {
      const dx = coords[2 * p] - x;
      const dy = coords[2 * p + 1] - y;
      return dx * dx + dy * dy < distance * distance;
    });
  }

  get used(): Float64Array {
    return this.coords.subarray(0, 2 * this.count);
  }
}

export function tooMany(domain: Domain, size: number, maxNodes: number): MeshError {
  // Nodes ≈ 2 / (√3 · size²) per area, a fifth more for grading, and 1 / (2 size) per length of edge.
  const inside = 1.2 * 1.1547 * domain.area;
  const { x, y, edges } = domain;
  const along = edges.reduce((sum, { a, b }) => sum + Math.hypot(x[a] - x[b], y[a] - y[b]), 0) / 2;
  const estimate = (along + Math.sqrt(along * along + 4 * inside * maxNodes)) / (2 * maxNodes);
  const fits = Math.max(size * 1.1, estimate);
  return new MeshError(
    `Triangles of ${metres(size)} m would need more than ${maxNodes} nodes; ` +
      `use at most ${Math.floor(1 / fits)} mesh cells per metre.`,
  );
}

/** Where a horizontal line enters and leaves the domain, in ascending order of x. */
function crossings({ x, y, edges }: Domain, level: number): number[] {
  const places: number[] = [];
  for (const { a, b, left, right } of edges) {
    if (left === right || y[a] > level === y[b] > level) continue;
    places.push(x[a] + ((level - y[a]) / (y[b] - y[a])) * (x[b] - x[a]));
  }
  return places.sort((p, q) => p - q);
}

/** What the points far from all edges are corners of. */
export type Lattice = 'triangles' | 'squares';

/**
 * Lattice points where the local size is the full one and edges are far enough away; rows and columns are
 * stretched to fit the box of the domain.
 */
function addLattice(cloud: Cloud, grid: EdgeGrid, field: SizeField, lattice: Lattice): void {
  const { domain, size } = cloud;
  const { left, bottom, width, height } = domain.box;
  const rise = lattice === 'triangles' ? size * Math.sqrt(0.75) : size;
  const rows = Math.max(1, Math.round(height / rise));
  const columns = Math.max(1, Math.round(width / size));
  const dx = width / columns;
  for (let j = 1; j < rows; j++) {
    const py = bottom + (j / rows) * height;
    const at = crossings(domain, py);
    for (let k = 0; k + 1 < at.length; k += 2) {
      const shift = left + (lattice === 'triangles' ? (j % 2) * 0.5 * dx : 0);
      const first = Math.ceil((at[k] - shift) / dx);
      for (let px = shift + first * dx, i = first; px < at[k + 1]; px = shift + ++i * dx) {
        if (field.at(px, py) < 0.97 * size) continue;
        if (grid.distance(px, py, size) < 0.6 * size) continue;
        cloud.add(px, py);
      }
    }
  }
}

interface Candidate {
  x: number;
  y: number;
  /** Free space that the point asks for (m). */
  space: number;
  urgency: number;
}

/** Circumcentre and squared circumradius of a triangle, as offsets from its first corner. */
function circumcentre(coords: Float64Array, a: number, b: number, c: number): [number, number] {
  const bx = coords[2 * b] - coords[2 * a];
  const by = coords[2 * b + 1] - coords[2 * a + 1];
  const cx = coords[2 * c] - coords[2 * a];
  const cy = coords[2 * c + 1] - coords[2 * a + 1];
  const d = 2 * (bx * cy - by * cx);
  const [bb, cc] = [bx * bx + by * by, cx * cx + cy * cy];
  return [(cy * bb - by * cc) / d, (bx * cc - cx * bb) / d];
}

function shortestEdge(coords: Float64Array, triangles: Uint32Array, t: number): number {
  let shortest = Infinity;
  for (let e = 3 * t; e < 3 * t + 3; e++) {
    const [p, q] = [triangles[e], triangles[nextEdge(e)]];
    const [dx, dy] = [coords[2 * p] - coords[2 * q], coords[2 * p + 1] - coords[2 * q + 1]];
    shortest = Math.min(shortest, dx * dx + dy * dy);
  }
  return Math.sqrt(shortest);
}

/** Circumcentres of the triangles in the domain that are too large or too skinny for the field. */
function candidates(
  cloud: Cloud,
  { triangles, winding }: Triangulation,
  field: SizeField,
  lattice: Lattice,
): Candidate[] {
  const { coords } = cloud;
  const found: Candidate[] = [];
  for (let t = 0; t < winding.length; t++) {
    if (winding[t] !== 1) continue;
    const a = triangles[3 * t];
    const [ox, oy] = circumcentre(coords, a, triangles[3 * t + 1], triangles[3 * t + 2]);
    const radius = Math.hypot(ox, oy);
    const [x, y] = [coords[2 * a] + ox, coords[2 * a + 1] + oy];
    const h = field.at(x, y);
    const large = radius / (LARGEST_RADIUS[lattice] * h);
    const skinny = radius / shortestEdge(coords, triangles, t) / SKINNIEST;
    if (!(large > 1 || (skinny > 1 && radius > 0.62 * h))) continue;
    found.push({
      x,
      y,
      space: Math.min(0.67 * h, 0.999 * radius),
      urgency: Math.max(large, skinny),
    });
  }
  return found.sort((p, q) => q.urgency - p.urgency || p.x - q.x || p.y - q.y);
}

/** The points of the edges and of the inside, triangulated. */
export function fill(
  points: EdgePoints,
  grid: EdgeGrid,
  field: SizeField,
  { maxNodes, lattice }: { maxNodes: number; lattice: Lattice },
): { cloud: Cloud; triangulation: Triangulation } {
  const { domain } = grid;
  const cloud = new Cloud(domain, field.size, maxNodes);
  for (let p = 0; p < points.x.length; p++) cloud.add(points.x[p], points.y[p]);
  const { a, b, step } = points;
  const segments = { a: a.map((v) => v + 4), b: b.map((v) => v + 4), step };
  addLattice(cloud, grid, field, lattice);
  let triangulation = triangulate(cloud.used, segments);
  for (let round = 0; round < ROUNDS; round++) {
    const before = cloud.count;
    for (const { x, y, space } of candidates(cloud, triangulation, field, lattice)) {
      // A point nearer to an edge than this would lie in the circle around one of its segments.
      if (grid.distance(x, y, field.size) < 0.55 * field.at(x, y)) continue;
      if (cloud.isFree(x, y, space)) cloud.add(x, y);
    }
    if (cloud.count === before) break;
    triangulation = triangulate(cloud.used, segments);
  }
  return { cloud, triangulation };
}
