/**
 * Target edge length over the domain: `size` far from anything, less near short edges and narrow gaps,
 * growing away from them by `GRADING` per metre so that neighbouring triangles differ little.
 */
import { Buckets } from './buckets.ts';
import { FINEST, tooFine, type Domain, type DomainEdge } from './domain.ts';
import type { Box } from './region.ts';

const GRADING = 0.3;
/** Edge lengths beside what faces each other, per width of the gap between. */
export interface GapLengths {
  /** Between an interface and what faces it. */
  line: number;
  /** Between two walls. */
  wall: number;
  /** Narrower gaps (m) are refused. */
  finest: number;
}

/**
 * Edge length in a gap between two walls, per width: there must be free nodes or no wave would pass, hence at
 * least two rows of triangles.
 */
export const WALL_GAP = 0.7;

/** Samples on a grid, interpolated bilinearly. */
export class SizeField {
  private readonly spacing: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly values: Float32Array;

  constructor(
    readonly box: Box,
    readonly size: number,
  ) {
    // A domain much smaller than its box would else ask for too many samples.
    this.spacing = Math.max(size / 4, Math.sqrt((box.width * box.height) / 4e6));
    this.columns = Math.ceil(box.width / this.spacing) + 2;
    this.rows = Math.ceil(box.height / this.spacing) + 2;
    this.values = new Float32Array(this.columns * this.rows).fill(size);
  }

  /** No edge longer than `length` at a point. */
  limit(x: number, y: number, length: number): void {
    const reach = (this.size - length) / GRADING;
    if (reach <= 0) return;
    const h = this.spacing;
    const { left, bottom } = this.box;
    const firstRow = Math.max(0, Math.floor((y - bottom - reach) / h));
    const lastRow = Math.min(this.rows - 1, Math.ceil((y - bottom + reach) / h));
    const first = Math.max(0, Math.floor((x - left - reach) / h));
    const last = Math.min(this.columns - 1, Math.ceil((x - left + reach) / h));
    for (let j = firstRow; j <= lastRow; j++) {
      const dy = bottom + j * h - y;
      for (let i = first; i <= last; i++) {
        const dx = left + i * h - x;
        // Within a spacing the samples can't resolve the cone: let them all take its tip.
        const distance = Math.max(0, Math.sqrt(dx * dx + dy * dy) - h);
        const value = length + GRADING * distance;
        const at = j * this.columns + i;
        if (value < this.values[at]) this.values[at] = value;
      }
    }
  }

  at(x: number, y: number): number {
    const u = Math.min(Math.max((x - this.box.left) / this.spacing, 0), this.columns - 1.001);
    const v = Math.min(Math.max((y - this.box.bottom) / this.spacing, 0), this.rows - 1.001);
    const i = Math.floor(u);
    const j = Math.floor(v);
    const k = j * this.columns + i;
    const w = this.values;
    const low = w[k] + (u - i) * (w[k + 1] - w[k]);
    const high = w[k + this.columns] + (u - i) * (w[k + this.columns + 1] - w[k + this.columns]);
    return low + (v - j) * (high - low);
  }
}

/** Edges of a domain, to find those near a point. */
export class EdgeGrid {
  private readonly buckets: Buckets;

  constructor(
    readonly domain: Domain,
    size: number,
  ) {
    const { box, x, y, edges } = domain;
    this.buckets = new Buckets(box, size);
    for (const [k, { a, b }] of edges.entries()) {
      // In pieces, so that a long slanted edge is not put into every bucket of its box.
      const pieces = Math.ceil(Math.hypot(x[b] - x[a], y[b] - y[a]) / this.buckets.side);
      for (let p = 0; p < pieces; p++) {
        const at = (s: number) => [x[a] + (x[b] - x[a]) * s, y[a] + (y[b] - y[a]) * s];
        const [px, py] = at(p / pieces);
        const [qx, qy] = at((p + 1) / pieces);
        this.buckets.add(k, Math.min(px, qx), Math.min(py, qy), Math.max(px, qx), Math.max(py, qy));
      }
    }
  }

  /** Calls back with every edge closer than `radius` to a point, and its nearest point; some twice. */
  near(
    px: number,
    py: number,
    radius: number,
    found: (edge: number, qx: number, qy: number, distance: number) => void,
  ): void {
    const { x, y, edges } = this.domain;
    this.buckets.some(px - radius, py - radius, px + radius, py + radius, (k) => {
      const { a, b } = edges[k];
      const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
      const s = ((px - x[a]) * dx + (py - y[a]) * dy) / (dx * dx + dy * dy);
      const t = Math.min(Math.max(s, 0), 1);
      const [qx, qy] = [x[a] + t * dx, y[a] + t * dy];
      const distance = Math.hypot(px - qx, py - qy);
      if (distance < radius) found(k, qx, qy, distance);
      return false;
    });
  }

  /** Distance to the nearest edge, or `radius` if all are farther. */
  distance(px: number, py: number, radius: number): number {
    let nearest = radius;
    this.near(px, py, radius, (_edge, _qx, _qy, distance) => {
      if (distance < nearest) nearest = distance;
    });
    return nearest;
  }
}

/**
 * Whether something at offset (dx, dy) from an edge lies across the domain from it. Within 30° of the
 * edge's own direction it does not: the next sides of a polygon that approximates a curve are no gap.
 */
function faces(
  { x, y }: Domain,
  { a, b, left, right }: DomainEdge,
  dx: number,
  dy: number,
): boolean {
  const [ex, ey] = [x[b] - x[a], y[b] - y[a]];
  const sine = (ex * dy - ey * dx) / (Math.hypot(ex, ey) * Math.hypot(dx, dy));
  return (left && sine > 0.5) || (right && sine < -0.5);
}

/** Limits the field by the gap between an edge, at one of its points, and whatever faces it. */
function limitGap(
  field: SizeField,
  grid: EdgeGrid,
  gaps: GapLengths,
  edge: number,
  px: number,
  py: number,
): number {
  const { domain } = grid;
  const self = domain.edges[edge];
  const wall = (e: DomainEdge) => !(e.left && e.right);
  let local = field.size;
  grid.near(px, py, field.size / Math.min(gaps.wall, gaps.line), (other, qx, qy, gap) => {
    const { a, b } = domain.edges[other];
    if (a === self.a || a === self.b || b === self.a || b === self.b) return;
    if (!faces(domain, self, qx - px, qy - py)) return;
    const end = [a, b].some((v) => domain.x[v] === qx && domain.y[v] === qy);
    if (!end && !faces(domain, domain.edges[other], px - qx, py - qy)) return;
    if (gap < gaps.finest) {
      throw tooFine(`A gap of only ${gap.toPrecision(2)} m`, px, py, gap, gaps.finest / FINEST);
    }
    const length = gap * (wall(self) && wall(domain.edges[other]) ? gaps.wall : gaps.line);
    if (length >= field.size) return;
    local = Math.min(local, length);
    field.limit(qx, qy, length);
  });
  if (local < field.size) field.limit(px, py, local);
  return local;
}

/** One row of triangles is enough between an interface and what faces it, so that `gaps.line` may exceed 1. */
export function sizeField(grid: EdgeGrid, size: number, gaps: GapLengths): SizeField {
  const { domain } = grid;
  const { x, y, edges, box } = domain;
  const field = new SizeField(box, size);
  for (const [k, { a, b }] of edges.entries()) {
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const length = Math.hypot(dx, dy);
    if (length < size)
      for (const s of [0, 0.5, 1]) field.limit(x[a] + s * dx, y[a] + s * dy, length);
    for (let along = 0; ;) {
      const s = Math.min(along / length, 1);
      const local = limitGap(field, grid, gaps, k, x[a] + s * dx, y[a] + s * dy);
      if (s === 1) break;
      along += Math.max(local / 2, gaps.finest);
    }
  }
  return field;
}
