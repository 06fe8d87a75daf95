/** The part of a planar graph that bounds or crosses the domain, with what lies beside each edge. */
import { MeshError } from './mesh.ts';
import type { PlanarGraph } from './planarGraph.ts';
import { boundingBox, metres, place, type Box, type Circle } from './region.ts';
import { triangulate } from './triangulation.ts';

export interface DomainEdge {
  a: number;
  b: number;
  /** Whether the domain lies on the left, on the right of a→b. Both: an interface. */
  left: boolean;
  right: boolean;
  /** Part of the boundary, '' for an interface. */
  name: string;
  /** The circle of which the edge is a chord. */
  circle?: Circle;
}

export interface Domain {
  x: number[];
  y: number[];
  edges: DomainEdge[];
  box: Box;
  /** m² */
  area: number;
}

/** Shortest edge and smallest gap that are still meshed, in mesh sizes. */
export const FINEST = 1 / 24;
/** Angles below this (degrees) can't be filled with usable triangles. */
const SHARPEST = 5;

/** Corners of a box at a distance around the domain, see `triangulate`. */
export function surround({ left, bottom, width, height }: Box): number[] {
  const d = Math.max(width, height);
  const [l, b, r, t] = [left - d, bottom - d, left + width + d, bottom + height + d];
  return [l, b, r, b, r, t, l, t];
}

export function domainOf(graph: PlanarGraph): Domain {
  const { x, y, edges } = graph;
  const points = x.map((_, v) => [x[v], y[v]] as const);
  const box = boundingBox(points);
  const coords = Float64Array.from([...surround(box), ...points.flat()]);
  const { triangles, winding, segment } = triangulate(coords, {
    a: edges.map(({ a }) => a + 4),
    b: edges.map(({ b }) => b + 4),
    step: edges.map(({ step }) => step),
  });
  const kept = edges.map(({ a, b, name, circle }) => ({
    a,
    b,
    name,
    circle,
    left: false,
    right: false,
  }));
  for (let e = 0; e < triangles.length; e++) {
    const k = segment[e];
    if (k < 0 || winding[Math.floor(e / 3)] !== 1) continue;
    if (triangles[e] === kept[k].a + 4) kept[k].left = true;
    else kept[k].right = true;
  }
  return domainFrom(x, y, kept);
}

/** A domain of those edges that border on it, with vertices numbered anew. */
export function domainFrom(x: number[], y: number[], edges: DomainEdge[]): Domain {
  const number = new Map<number, number>();
  const domain: Domain = { x: [], y: [], edges: [], box: boundingBox([[0, 0]]), area: 0 };
  const vertex = (v: number) => {
    let at = number.get(v);
    if (at === undefined) {
      at = domain.x.push(x[v]) - 1;
      domain.y.push(y[v]);
      number.set(v, at);
    }
    return at;
  };
  const [ox, oy] = [x[0], y[0]];
  for (const edge of edges) {
    if (!edge.left && !edge.right) continue;
    domain.edges.push({ ...edge, a: vertex(edge.a), b: vertex(edge.b) });
    const doubled = (x[edge.a] - ox) * (y[edge.b] - oy) - (x[edge.b] - ox) * (y[edge.a] - oy);
    domain.area += ((edge.left ? 1 : 0) - (edge.right ? 1 : 0)) * 0.5 * doubled;
  }
  if (domain.edges.length === 0) {
    throw new MeshError('The obstacles cover the whole domain; remove one or make it smaller.');
  }
  domain.box = boundingBox(domain.x.map((_, v) => [domain.x[v], domain.y[v]] as const));
  return domain;
}

/** Edges at each vertex, in counter-clockwise order of the direction in which they leave it. */
function fans({ x, y, edges }: Domain): { edge: number; angle: number }[][] {
  const fan: { edge: number; angle: number }[][] = x.map(() => []);
  for (const [edge, { a, b }] of edges.entries()) {
    fan[a].push({ edge, angle: Math.atan2(y[b] - y[a], x[b] - x[a]) });
    fan[b].push({ edge, angle: Math.atan2(y[a] - y[b], x[a] - x[b]) });
  }
  for (const list of fan) list.sort((p, q) => p.angle - q.angle);
  return fan;
}

/** Wedges of the domain at its vertices: between `edge` and, counter-clockwise from it, `next`. */
export function wedges(
  domain: Domain,
): { vertex: number; edge: number; next: number; angle: number }[] {
  return fans(domain).flatMap((list, vertex) =>
    list.flatMap(({ edge, angle }, k) => {
      const { a, left, right } = domain.edges[edge];
      if (!(a === vertex ? left : right)) return [];
      const after = list[(k + 1) % list.length];
      const turn = after.angle - angle;
      return [{ vertex, edge, next: after.edge, angle: turn > 0 ? turn : turn + 2 * Math.PI }];
    }),
  );
}

/** Degrees. */
export function sharpestCorner(domain: Domain): number {
  return wedges(domain).reduce((least, { angle }) => Math.min(least, (angle * 180) / Math.PI), 360);
}

/** Throws where an edge is too short or a corner too sharp for triangles of this size (m). */
export function checkDetails(domain: Domain, size: number): void {
  const { x, y, edges } = domain;
  for (const { a, b } of edges) {
    const length = Math.hypot(x[b] - x[a], y[b] - y[a]);
    if (length >= FINEST * size) continue;
    throw tooFine(`An edge of only ${metres(length)} m`, x[a], y[a], length, size);
  }
  for (const { vertex, angle } of wedges(domain)) {
    const degrees = (angle * 180) / Math.PI;
    if (degrees >= SHARPEST) continue;
    throw new MeshError(
      `The corner at ${place(x[vertex], y[vertex])} is too sharp to mesh (${metres(degrees)}°); ` +
        `move the shapes that meet there so that they enclose at least ${SHARPEST}°.`,
    );
  }
}

export function tooFine(
  what: string,
  x: number,
  y: number,
  length: number,
  size: number,
): MeshError {
  const cells = Math.ceil(FINEST / length);
  return new MeshError(
    `${what} at ${place(x, y)} is too fine for triangles of ${metres(size)} m; ` +
      `move or simplify the shapes there, or use at least ${cells} mesh cells per metre.`,
  );
}
