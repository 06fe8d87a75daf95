/**
 * Moves the nodes of quadrilaterals to where their corners cost the time step least (see `cornerCost`). Nodes on edges
 * of the domain slide along them, those at their ends and where edges meet stay.
 */
import { nextSide, previousSide, SideVectors, type QuadSurface } from './surface.ts';
import type { DomainEdge } from '../domain.ts';
import type { Circle } from '../region.ts';

const SWEEPS = 12;
/** Cells whose corners cost less than this times those of a square of the full size are left alone. */
const FINE = 1.02;

/** How a node may move: on a circle, on a straight line in a direction, or (null) not at all. */
type Rail = { circle: Circle } | { dx: number; dy: number } | null;

/** Sides that leave every node: its cells' corners, `sides[start[v]]` to `sides[start[v + 1] - 1]`. */
function starsOf({ x, cells }: QuadSurface) {
  const start = new Uint32Array(x.length + 2);
  for (const v of cells) start[v + 2]++;
  for (let v = 2; v < start.length; v++) start[v] += start[v - 1];
  const sides = new Uint32Array(cells.length);
  for (let s = 0; s < cells.length; s++) sides[start[cells[s] + 1]++] = s;
  return { start, sides };
}

/** The rails of the nodes on edges of the domain; nodes that are not in the map are free. */
function railsOf(surface: QuadSurface, edges: readonly DomainEdge[]): Map<number, Rail> {
  const { x, y, cells, edge, arcs } = surface;
  const neighbours = new Map<number, Map<number, number>>();
  const connect = (v: number, w: number, on: number) => {
    let list = neighbours.get(v);
    if (!list) neighbours.set(v, (list = new Map()));
    list.set(w, on);
  };
  for (let s = 0; s < cells.length; s++) {
    if (edge[s] < 0) continue;
    connect(cells[s], cells[nextSide(s)], edge[s]);
    connect(cells[nextSide(s)], cells[s], edge[s]);
  }
  const rails = new Map<number, Rail>();
  for (const [v, list] of neighbours) {
    const [[p, first], [q, second]] = [...list, [0, 0], [0, 0]];
    rails.set(v, null);
    if (list.size !== 2 || edges[first].name !== edges[second].name) continue;
    const [circle, other] = [arcs[first], arcs[second]];
    if (circle && other) {
      const same = circle.x === other.x && circle.y === other.y && circle.radius === other.radius;
      if (same) rails.set(v, { circle });
    } else if (!circle && !other) {
      const [dx, dy] = [x[q] - x[p], y[q] - y[p]];
      const off = (x[v] - x[p]) * dy - (y[v] - y[p]) * dx;
      const squared = dx * dx + dy * dy;
      const length = Math.sqrt(squared);
      if (Math.abs(off) < 1e-9 * squared) rails.set(v, { dx: dx / length, dy: dy / length });
    }
  }
  return rails;
}

/** `edges` are those of the domain; `size` (m) is the wanted length of the sides. */
export function improve(surface: QuadSurface, edges: readonly DomainEdge[], size: number): void {
  const { x, y, cells } = surface;
  const { start, sides } = starsOf(surface);
  const rails = railsOf(surface, edges);
  const vectors = new SideVectors(surface);
  const scale = (size * size) / 2;
  /**
   * Sum of the fourth powers of the costs of all corners of the cells around a node, in which the worst counts most, or
   * any number above a limit; `worst` is the largest cost.
   */
  let worst = 0;
  const around = (v: number, limit = Infinity): number => {
    let sum = 0;
    worst = 0;
    for (let i = start[v]; i < start[v + 1]; i++) {
      vectors.load(Math.floor(sides[i] / 4));
      for (let k = 0; k < 4; k++) {
        const cost = scale * vectors.cost(k);
        if (cost > worst) worst = cost;
        sum += cost * cost * (cost * cost);
      }
      if (sum > limit) break;
    }
    return sum;
  };
  const steps = Float64Array.from(x, (_, v) => {
    let shortest = Infinity;
    for (let i = start[v]; i < start[v + 1]; i++) {
      for (const w of [cells[nextSide(sides[i])], cells[previousSide(sides[i])]]) {
        shortest = Math.min(shortest, Math.hypot(x[w] - x[v], y[w] - y[v]));
      }
    }
    return 0.25 * shortest;
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = false;
    for (let v = 0; v < x.length; v++) {
      if (start[v] === start[v + 1]) continue;
      const rail = rails.get(v);
      if (rail === null) continue;
      const now = around(v);
      if (worst < FINE || steps[v] < 1e-3 * size) continue;
      if (move(surface, v, rail, steps[v], now, around)) moved = true;
      else steps[v] /= 2;
    }
    if (!moved && sweep > 6) break;
  }
}

const DIRECTIONS = Array.from({ length: 8 }, (_, k) => [
  Math.cos((k * Math.PI) / 4),
  Math.sin((k * Math.PI) / 4),
]);

/** Takes the best of some steps of a given length, if one is better than staying. */
function move(
  { x, y }: QuadSurface,
  v: number,
  rail: Exclude<Rail, null> | undefined,
  step: number,
  now: number,
  around: (v: number, limit: number) => number,
): boolean {
  const [ox, oy] = [x[v], y[v]];
  let [best, bx, by] = [now, ox, oy];
  const attempt = (px: number, py: number) => {
    x[v] = px;
    y[v] = py;
    const value = around(v, best);
    if (value < best) [best, bx, by] = [value, px, py];
  };
  if (!rail) {
    for (const [dx, dy] of DIRECTIONS) attempt(ox + step * dx, oy + step * dy);
  } else if ('circle' in rail) {
    const { circle } = rail;
    const angle = Math.atan2(oy - circle.y, ox - circle.x);
    for (const sign of [-1, 1]) {
      const to = angle + (sign * step) / circle.radius;
      attempt(circle.x + circle.radius * Math.cos(to), circle.y + circle.radius * Math.sin(to));
    }
  } else {
    for (const sign of [-1, 1]) attempt(ox + sign * step * rail.dx, oy + sign * step * rail.dy);
  }
  x[v] = bx;
  y[v] = by;
  return best < now;
}
