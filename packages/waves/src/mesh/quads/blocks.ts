/**
 * Meshes of blocks: where all edges of a domain are parallel to the axes, but for whole circles apart from everything
 * else, a grid of rectangles fits, with rings of cells around the circles. They need fewer and longer steps
 * than what triangles give.
 */
import type { Domain } from '../domain.ts';
import type { Circle } from '../region.ts';
import { axisGrid, type AxisGrid } from './axisGrid.ts';
import { loneCircles, type LoneCircle } from './loneCircles.ts';
import type { QuadSurface } from './surface.ts';

/**
 * Rings get more layers until their corners are no farther than this (in sizes) from one layer to the next. Wider rings
 * have shorter cells, narrower ones fewer around the circle and inside it.
 */
export const LONGEST = [1.6, 2.2] as const;
/** Width of a ring beside the circle, in sizes per layer; a line between the other two is taken for the ring's end. */
const WIDTH = { least: 0.4, wanted: 0.68, most: 1 };
/** How far from the centre the square inside a circle reaches, in radii. */
const CORE = 0.72;

interface Ring extends LoneCircle {
  layers: number;
  /** Left, right, bottom and top end (m). */
  ends: [number, number, number, number];
}

/** The quadrilaterals, or nothing if the domain has other edges or circles too close to something. */
export function blocks(domain: Domain, size: number, longest: number): QuadSurface | undefined {
  const circles = loneCircles(domain);
  if (!circles) return undefined;
  const { x, y, edges } = domain;
  const lines: [number[], number[]] = [[], []];
  for (const { a, b, circle } of edges) {
    if (circle) continue;
    if (x[a] === x[b]) lines[0].push(x[a]);
    else if (y[a] === y[b]) lines[1].push(y[a]);
    else return undefined;
    // Ends of edges are corners of cells.
    lines[0].push(x[a], x[b]);
    lines[1].push(y[a], y[b]);
  }
  const rings = circles.map((circle) => ringOf(circle, lines, size, longest));
  const grid = axisGrid(domain, lines, size);
  if (!grid) return undefined;
  const builder = new Builder(domain, grid);
  for (const ring of rings) if (!builder.addRing(ring)) return undefined;
  return builder.finish();
}

/** Adds the ends of the ring to the lines where there are none that will do. */
function ringOf(
  circle: LoneCircle,
  lines: [number[], number[]],
  size: number,
  longest: number,
): Ring {
  const { x, y, radius } = circle.circle;
  let layers = 1;
  const corner = () => Math.SQRT2 * (radius + WIDTH.wanted * layers * size) - radius;
  while (corner() > longest * layers * size) layers++;
  const end = (axis: 0 | 1, sign: 1 | -1): number => {
    const at = (width: number) => [x, y][axis] + sign * (radius + width * layers * size);
    const wanted = at(WIDTH.wanted);
    const fits = lines[axis].filter(
      (line) => sign * (line - at(WIDTH.least)) >= 0 && sign * (at(WIDTH.most) - line) >= 0,
    );
    const found = fits.toSorted((p, q) => Math.abs(p - wanted) - Math.abs(q - wanted)).at(0);
    if (found !== undefined) return found;
    lines[axis].push(wanted);
    return wanted;
  };
  return { ...circle, layers, ends: [end(0, -1), end(0, 1), end(1, -1), end(1, 1)] };
}

class Builder {
  private readonly x: number[];
  private readonly y: number[];
  private readonly cells: number[] = [];
  private readonly edge: number[] = [];
  private readonly arcs: (Circle | undefined)[];
  private readonly taken: Uint8Array;

  constructor(
    domain: Domain,
    private readonly grid: AxisGrid,
  ) {
    const { columns, rows } = grid;
    this.x = columns.flatMap((x) => rows.map(() => x));
    this.y = columns.flatMap(() => [...rows]);
    this.arcs = domain.edges.map(({ circle }) => circle);
    this.taken = new Uint8Array(columns.length * rows.length);
  }

  private node(i: number, j: number): number {
    return i * this.grid.rows.length + j;
  }

  private add(px: number, py: number): number {
    this.y.push(py);
    return this.x.push(px) - 1;
  }

  /** False if the ring does not lie in the domain or something else lies in it. */
  addRing({ circle, edge, inside, layers, ends }: Ring): boolean {
    const { grid, x, y } = this;
    const [left, right] = [grid.columns.indexOf(ends[0]), grid.columns.indexOf(ends[1])];
    const [bottom, top] = [grid.rows.indexOf(ends[2]), grid.rows.indexOf(ends[3])];
    if (Math.min(left, right, bottom, top) < 0) return false;
    for (let i = left; i < right; i++) {
      for (let j = bottom; j < top; j++) {
        const cell = this.node(i, j);
        if (!grid.inside[cell] || this.taken[cell]) return false;
        if (i > left && grid.vertical[cell] >= 0) return false;
        if (j > bottom && grid.horizontal[cell] >= 0) return false;
        this.taken[cell] = 1;
      }
    }
    const [across, up] = [right - left, top - bottom];
    const rim: number[] = [];
    for (let i = left; i < right; i++) rim.push(this.node(i, bottom));
    for (let j = bottom; j < top; j++) rim.push(this.node(right, j));
    for (let i = right; i > left; i--) rim.push(this.node(i, top));
    for (let j = top; j > bottom; j--) rim.push(this.node(left, j));
    // The directions of the corners, with those of the other nodes evenly between.
    const corners = [0, across, across + up, 2 * across + up];
    const angles = corners.map((k) => Math.atan2(y[rim[k]] - circle.y, x[rim[k]] - circle.x));
    const direction = (k: number) => {
      const c = corners.findLastIndex((first) => first <= k);
      const turn = (angles[(c + 1) % 4] - angles[c] + 4 * Math.PI) % (2 * Math.PI);
      const count = (corners[c + 1] ?? rim.length) - corners[c];
      return angles[c] + (turn * (k - corners[c])) / count;
    };
    const round = rim.map((_, k) => {
      const angle = direction(k);
      return this.add(
        circle.x + circle.radius * Math.cos(angle),
        circle.y + circle.radius * Math.sin(angle),
      );
    });
    this.layers(round, rim, layers, { inner: edge, outer: (k) => this.rimEdge(rim, k) });
    if (inside) this.fillDisc(circle, round, [across, up], edge);
    return true;
  }

  /** The domain edge, if any, on side k of a ring's rim. */
  private rimEdge(rim: readonly number[], k: number): number {
    const { horizontal, vertical } = this.grid;
    const [p, q] = [rim[k], rim[(k + 1) % rim.length]];
    const low = Math.min(p, q);
    return Math.abs(p - q) === 1 ? vertical[low] : horizontal[low];
  }

  /** Rows of cells between two closed chains of nodes; `edges` are the domain's on the sides of both. */
  private layers(
    inner: readonly number[],
    outer: readonly number[],
    count: number,
    edges: { inner: number; outer: (k: number) => number },
  ): void {
    const { x, y } = this;
    let before = inner;
    for (let layer = 1; layer <= count; layer++) {
      const t = layer / count;
      const after =
        layer === count
          ? outer
          : inner.map((v, k) =>
              this.add(x[v] + t * (x[outer[k]] - x[v]), y[v] + t * (y[outer[k]] - y[v])),
            );
      for (let k = 0; k < inner.length; k++) {
        const next = (k + 1) % inner.length;
        this.cells.push(after[k], after[next], before[next], before[k]);
        this.edge.push(
          layer === count ? edges.outer(k) : -1,
          -1,
          layer === 1 ? edges.inner : -1,
          -1,
        );
      }
      before = after;
    }
  }

  /** A grid in the middle of a disc, with one row of cells around it. */
  private fillDisc(
    { x: cx, y: cy }: Circle,
    round: readonly number[],
    [across, up]: readonly [number, number],
    edge: number,
  ): void {
    const { x, y } = this;
    // The four corners of the core lie towards those of the ring.
    const corners = [0, across, across + up, 2 * across + up].map((k) => [
      cx + CORE * (x[round[k]] - cx),
      cy + CORE * (y[round[k]] - cy),
    ]);
    const core: number[][] = [];
    for (let i = 0; i <= across; i++) {
      core.push([]);
      for (let j = 0; j <= up; j++) {
        const [s, t] = [i / across, j / up];
        const mean = (k: 0 | 1) =>
          (1 - t) * ((1 - s) * corners[0][k] + s * corners[1][k]) +
          t * ((1 - s) * corners[3][k] + s * corners[2][k]);
        core[i].push(this.add(mean(0), mean(1)));
      }
    }
    for (let i = 0; i < across; i++) {
      for (let j = 0; j < up; j++) {
        this.cells.push(core[i][j], core[i + 1][j], core[i + 1][j + 1], core[i][j + 1]);
        this.edge.push(-1, -1, -1, -1);
      }
    }
    const rim: number[] = [];
    for (let i = 0; i < across; i++) rim.push(core[i][0]);
    for (let j = 0; j < up; j++) rim.push(core[across][j]);
    for (let i = across; i > 0; i--) rim.push(core[i][up]);
    for (let j = up; j > 0; j--) rim.push(core[0][j]);
    this.layers(rim, round, 1, { inner: -1, outer: () => edge });
  }

  finish(): QuadSurface {
    const { columns, rows, inside, horizontal, vertical } = this.grid;
    for (let i = 0; i + 1 < columns.length; i++) {
      for (let j = 0; j + 1 < rows.length; j++) {
        const [p, q] = [this.node(i, j), this.node(i + 1, j)];
        if (!inside[p] || this.taken[p]) continue;
        this.cells.push(p, q, q + 1, p + 1);
        this.edge.push(horizontal[p], vertical[q], horizontal[p + 1], vertical[p]);
      }
    }
    return {
      x: Float64Array.from(this.x),
      y: Float64Array.from(this.y),
      cells: Uint32Array.from(this.cells),
      edge: Int32Array.from(this.edge),
      arcs: this.arcs,
    };
  }
}
