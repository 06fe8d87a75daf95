/**
 * The layer around open sides: cells are continued outwards, perpendicular to their side, and fill the corners between
 * two open sides. Where the neighbour is not open, the layer ends at its prolongation, which belongs to the neighbour.
 */
import { nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { gll } from '../spectral/gll.ts';
import {
  chainOf,
  isUpper,
  neighboursOf,
  normalAxis,
  type Chain,
  type Rectangle,
  type Side,
} from './sides.ts';

/** `count` cells of a layer of this thickness (m). */
export interface Extension {
  box: Rectangle;
  sides: readonly Side[];
  thickness: number;
  count: number;
}

/** Nodes in a line. */
type Line = readonly number[];

/** Throws `MeshError` where a side can't be continued. */
export function extendMesh(mesh: Mesh, extension: Extension): Mesh {
  return new Extender(mesh, extension).mesh();
}

class Extender {
  private readonly inside: Mesh;
  private readonly rim: number;
  private readonly x: number[];
  private readonly y: number[];
  private readonly cells: number[] = [];
  private readonly origin: number[] = [];
  private readonly boundary: Record<string, number[]> = {};
  /** Distance from the side (m) of each level of nodes. */
  private readonly levels: number[];

  constructor(
    mesh: Mesh,
    private readonly extension: Extension,
  ) {
    const { box, sides, thickness, count } = extension;
    const { order } = mesh;
    const { points } = gll(order);
    this.levels = Array.from(
      { length: count * order + 1 },
      (_, k) => ((Math.floor(k / order) + (1 + points[k % order]) / 2) / count) * thickness,
    );
    const edges = sides.flatMap((side) => chainOf(mesh, side, box).nodes);
    [this.inside, this.rim] = rimLast(mesh, new Set(edges));
    this.x = Array.from(mesh.x);
    this.y = Array.from(mesh.y);
    for (const [part, pairs] of Object.entries(mesh.boundary)) {
      this.boundary[part] = sides.some((side) => side === part) ? [] : Array.from(pairs);
    }
    this.fill();
  }

  mesh(): Mesh {
    const { inside, rim, extension } = this;
    const { box, thickness } = extension;
    const cells = new Uint32Array(inside.cells.length + this.cells.length);
    cells.set(inside.cells);
    cells.set(this.cells, inside.cells.length);
    return {
      ...inside,
      x: Float64Array.from(this.x),
      y: Float64Array.from(this.y),
      cells,
      boundary: Object.fromEntries(
        Object.entries(this.boundary).map(([part, pairs]) => [part, Uint32Array.from(pairs)]),
      ),
      layer: {
        first: inside.cells.length / nodesPerCell(inside),
        rim,
        origin: Uint32Array.from(this.origin),
        box,
        thickness,
      },
    };
  }

  private fill(): void {
    const { sides, box } = this.extension;
    const strips = new Map<Side, { chain: Chain; lines: Line[] }>();
    for (const side of sides) {
      const chain = chainOf(this.inside, side, box);
      // lines[k]: the nodes on level k, along the side.
      const lines = this.levels.map((level, k) =>
        k === 0 ? chain.nodes : chain.nodes.map((node) => this.outwards(node, side, level)),
      );
      strips.set(side, { chain, lines });
      this.addCells(side, lines, (cell, i) => chain.places[cell][i]);
      this.addEdges(side, lines.at(-1)!);
      neighboursOf(side).forEach((neighbour, end) => {
        if (strips.has(neighbour) || sides.includes(neighbour)) return;
        const column = lines.map((line) => line.at(-end)!);
        this.addEdges(neighbour, column);
      });
    }
    for (const [side, strip] of strips) {
      if (normalAxis(side) !== 0) continue;
      neighboursOf(side).forEach((neighbour, end) => {
        const other = strips.get(neighbour);
        if (!other) return;
        this.addCorner(side, neighbour, strip, other.lines, end);
      });
    }
  }

  /** Fills the corner beyond `end` of a side along y and the side `neighbour` along x. */
  private addCorner(
    side: Side,
    neighbour: Side,
    { chain, lines }: { chain: Chain; lines: Line[] },
    other: Line[],
    end: number,
  ): void {
    // The last column of the neighbour's strip at this corner, and the last line of this one.
    const upper = isUpper(side) ? 1 : 0;
    const outwardsAlongY = other.map((line) => line.at(-upper)!);
    // block[k]: level k of this side, from the corner of the box outwards along y.
    const block = lines.map((line, k) => {
      const start = line.at(-end)!;
      if (k === 0) return outwardsAlongY;
      return this.levels.map((level, j) =>
        j === 0 ? start : this.outwards(start, neighbour, level),
      );
    });
    const cell = chain.places.at(-end)!;
    const corner = cell.at(-end)!;
    this.addCells(side, end === 1 ? block : block.map((line) => line.toReversed()), () => corner);
    this.addEdges(side, block.at(-1)!);
    this.addEdges(
      neighbour,
      block.map((line) => line.at(-1)!),
    );
  }

  /** A new node at this distance (m) from another, perpendicular to a side. */
  private outwards(node: number, side: Side, distance: number): number {
    const shift = isUpper(side) ? distance : -distance;
    const alongX = normalAxis(side) === 0;
    this.x.push(this.x[node] + (alongX ? shift : 0));
    this.y.push(this.y[node] + (alongX ? 0 : shift));
    return this.x.length - 1;
  }

  /** Cells between lines of nodes, which ascend along the side; `origin` of node i of a cell along it. */
  private addCells(side: Side, lines: Line[], origin: (cell: number, i: number) => number): void {
    const { order } = this.inside;
    const [alongX, upper] = [normalAxis(side) === 0, isUpper(side)];
    const along = (lines[0].length - 1) / order;
    for (let out = 0; out < lines.length - 1; out += order) {
      for (let cell = 0; cell < along; cell++) {
        for (let j = 0; j <= order; j++) {
          for (let i = 0; i <= order; i++) {
            // ξ along x, η along y: one of them runs along the side, the other across.
            const [across, at] = alongX ? [i, j] : [j, i];
            const level = out + (upper ? across : order - across);
            this.cells.push(lines[level][cell * order + at]);
            this.origin.push(origin(cell, at));
          }
        }
      }
    }
  }

  private addEdges(part: string, line: Line): void {
    const pairs = (this.boundary[part] ??= []);
    for (let k = 1; k < line.length; k++) pairs.push(line[k - 1], line[k]);
  }
}

/** The same mesh with the cells that have one of these nodes at the end, and the first of them. */
function rimLast(mesh: Mesh, nodes: ReadonlySet<number>): readonly [Mesh, number] {
  const perCell = nodesPerCell(mesh);
  const [away, touching] = [[] as number[], [] as number[]];
  for (let at = 0; at < mesh.cells.length; at += perCell) {
    const cell = mesh.cells.subarray(at, at + perCell);
    const list = cell.some((node) => nodes.has(node)) ? touching : away;
    for (const node of cell) list.push(node);
  }
  return [{ ...mesh, cells: Uint32Array.from([...away, ...touching]) }, away.length / perCell];
}
