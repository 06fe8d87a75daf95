/**
 * Planar straight-line graph of a region: its outline, holes and lines, cut at every mutual intersection
 * and wherever one ends on another, so that edges meet at vertices only. Coinciding edges become one.
 */
import { MeshError } from './mesh.ts';
import {
  boundingBox,
  place,
  polygonArea,
  type Circle,
  type Loop,
  type Polyline,
  type Region,
} from './region.ts';

/** A loop's winding number is what the side of an edge is told by: +1 inside the outline, −HOLE per hole. */
export const HOLE = 1 << 16;

export interface PlanarGraph {
  x: number[];
  y: number[];
  edges: GraphEdge[];
}

export interface GraphEdge {
  a: number;
  b: number;
  /** Winding (see `HOLE`) on the left of a→b minus that on the right; 0 for an interface. */
  step: number;
  /** Part of the boundary, '' for an interface. */
  name: string;
  /** The circle of which the edge is a chord. Edges that coincide with a straight one have none. */
  circle?: Circle;
}

/** The circle of two edges that become one. */
export const sharedCircle = (p: Circle | undefined, q: Circle | undefined): Circle | undefined =>
  p && q && p.x === q.x && p.y === q.y && p.radius === q.radius ? p : undefined;

/** Segments also remember their loop (−1 for a line) and their place in it. */
interface Segment extends GraphEdge {
  loop: number;
  order: number;
  loopLength: number;
}

/** Vertices, merged when closer than the tolerance. */
class Vertices {
  readonly x: number[] = [];
  readonly y: number[] = [];
  private readonly cells = new Map<string, number[]>();

  constructor(readonly tolerance: number) {}

  add(x: number, y: number): number {
    const i = Math.round(x / (4 * this.tolerance));
    const j = Math.round(y / (4 * this.tolerance));
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const v of this.cells.get(`${i + di},${j + dj}`) ?? []) {
          if (Math.hypot(this.x[v] - x, this.y[v] - y) <= this.tolerance) return v;
        }
      }
    }
    const key = `${i},${j}`;
    const v = this.x.push(x) - 1;
    this.y.push(y);
    const cell = this.cells.get(key);
    if (cell) cell.push(v);
    else this.cells.set(key, [v]);
    return v;
  }
}

function loopSegments(vertices: Vertices, loop: Loop, id: number, winding: number): Segment[] {
  const ids = loop.points.map(([x, y]) => vertices.add(x, y));
  const ccw = polygonArea(loop.points) > 0 ? 1 : -1;
  const segments: Segment[] = [];
  for (let k = 0; k < ids.length; k++) {
    const [a, b] = [ids[k], ids[(k + 1) % ids.length]];
    const name = typeof loop.names === 'string' ? loop.names : loop.names[k];
    if (a === b) continue;
    const order = segments.length;
    const { circle } = loop;
    segments.push({ a, b, step: ccw * winding, name, circle, loop: id, order, loopLength: 0 });
  }
  for (const segment of segments) segment.loopLength = segments.length;
  return segments;
}

function lineSegments(vertices: Vertices, { points, closed, circle }: Polyline): Segment[] {
  const ids = points.map(([x, y]) => vertices.add(x, y));
  if (closed && ids.length > 0) ids.push(ids[0]);
  const segments: Segment[] = [];
  for (let k = 0; k + 1 < ids.length; k++) {
    const [a, b] = [ids[k], ids[k + 1]];
    if (a === b) continue;
    segments.push({ a, b, step: 0, name: '', circle, loop: -1, order: k, loopLength: 0 });
  }
  return segments;
}

/** Vertices at which segments s and t meet, as they have to be cut there; empty if they don't meet. */
function meeting(vertices: Vertices, s: Segment, t: Segment): number[] {
  const { x, y, tolerance } = vertices;
  const found: number[] = [];
  const on = (v: number, { a, b }: Segment) => {
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const length = Math.hypot(dx, dy);
    const along = ((x[v] - x[a]) * dx + (y[v] - y[a]) * dy) / length;
    const across = ((x[v] - x[a]) * dy - (y[v] - y[a]) * dx) / length;
    return Math.abs(across) <= tolerance && along >= -tolerance && along <= length + tolerance;
  };
  for (const v of [s.a, s.b]) if (v === t.a || v === t.b || on(v, t)) found.push(v);
  for (const v of [t.a, t.b]) if (v !== s.a && v !== s.b && on(v, s)) found.push(v);
  if (found.length > 0) return found;
  const side = (a: number, b: number, c: number) =>
    (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
  const [p, q] = [side(t.a, t.b, s.a), side(t.a, t.b, s.b)];
  const [r, w] = [side(s.a, s.b, t.a), side(s.a, s.b, t.b)];
  if (p > 0 === q > 0 || r > 0 === w > 0) return found;
  const u = p / (p - q);
  return [vertices.add(x[s.a] + u * (x[s.b] - x[s.a]), y[s.a] + u * (y[s.b] - y[s.a]))];
}

/** A loop may touch others but not itself: neighbours share one vertex, all else stays apart. */
function checkSimple(vertices: Vertices, s: Segment, t: Segment, met: number[]): void {
  if (s.loop < 0 || s.loop !== t.loop) return;
  const gap = Math.abs(s.order - t.order);
  const neighbours = gap === 1 || gap === s.loopLength - 1;
  if (met.length <= (neighbours ? 1 : 0)) return;
  const v = met[met.length - 1];
  const what = s.loop === 0 ? 'The outline' : `Obstacle ${s.loop}`;
  throw new MeshError(
    `${what} crosses or touches itself at ${place(vertices.x[v], vertices.y[v])}; redraw it without the crossing.`,
  );
}

/** For every segment, the vertices where it meets others. Sweeps over x so that far pairs cost nothing. */
function cuts(vertices: Vertices, segments: Segment[], first: boolean): number[][] {
  const { x, y, tolerance } = vertices;
  const spans = segments.map(({ a, b }, index) => ({
    index,
    left: Math.min(x[a], x[b]) - tolerance,
    right: Math.max(x[a], x[b]) + tolerance,
    bottom: Math.min(y[a], y[b]) - tolerance,
    top: Math.max(y[a], y[b]) + tolerance,
  }));
  spans.sort((p, q) => p.left - q.left || p.index - q.index);
  const result: number[][] = segments.map(() => []);
  for (let i = 0; i < spans.length; i++) {
    const p = spans[i];
    for (let j = i + 1; j < spans.length && spans[j].left <= p.right; j++) {
      const q = spans[j];
      if (q.bottom > p.top || q.top < p.bottom) continue;
      const met = meeting(vertices, segments[p.index], segments[q.index]);
      if (first) checkSimple(vertices, segments[p.index], segments[q.index], met);
      result[p.index].push(...met);
      result[q.index].push(...met);
    }
  }
  return result;
}

/** Cuts every segment at its vertices; null if there is nothing left to cut. */
function cutOnce(vertices: Vertices, segments: Segment[], first: boolean): Segment[] | null {
  const { x, y } = vertices;
  let changed = false;
  const pieces: Segment[] = [];
  const all = cuts(vertices, segments, first);
  for (const [k, segment] of segments.entries()) {
    const { a, b } = segment;
    const inner = [...new Set(all[k])].filter((v) => v !== a && v !== b);
    if (inner.length > 0) changed = true;
    const along = (v: number) => (x[v] - x[a]) * (x[b] - x[a]) + (y[v] - y[a]) * (y[b] - y[a]);
    inner.sort((p, q) => along(p) - along(q));
    const chain = [a, ...inner, b];
    for (let i = 0; i + 1 < chain.length; i++) {
      pieces.push({ ...segment, a: chain[i], b: chain[i + 1] });
    }
  }
  return changed ? pieces : null;
}

/** One edge per pair of vertices; steps add up, the outline's name wins over an obstacle's. */
function unite(segments: Segment[]): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const { a, b, step, name, circle } of segments) {
    const [low, high, up] = a < b ? [a, b, step] : [b, a, -step];
    const key = `${low},${high}`;
    const edge = edges.get(key);
    if (!edge) edges.set(key, { a: low, b: high, step: up, name, circle });
    else {
      edge.circle = sharedCircle(edge.circle, circle);
      edge.step += up;
      edge.name ||= name;
    }
  }
  return [...edges.values()];
}

export function planarGraph({ outline, holes, lines }: Region): PlanarGraph {
  const { width, height } = boundingBox(outline.points);
  const vertices = new Vertices(1e-9 * Math.hypot(width, height));
  let segments = loopSegments(vertices, outline, 0, 1);
  for (const [k, hole] of holes.entries()) {
    segments.push(...loopSegments(vertices, hole, k + 1, -HOLE));
  }
  for (const line of lines) segments.push(...lineSegments(vertices, line));
  // Snapping bends edges by up to the tolerance, which may create a new meeting; few rounds settle it.
  for (let round = 0; round < 10; round++) {
    const cut = cutOnce(vertices, segments, round === 0);
    if (!cut) return { x: vertices.x, y: vertices.y, edges: unite(segments) };
    segments = unite(cut).map((edge) => ({ ...edge, loop: -1, order: 0, loopLength: 0 }));
  }
  throw new MeshError(
    'The lines of the scene meet in too fine a tangle; move or remove one of them.',
  );
}
