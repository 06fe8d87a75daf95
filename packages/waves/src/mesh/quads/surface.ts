/** Quadrilaterals of a domain while they are being made, and how their shape is judged. */
import type { Circle } from '../region.ts';

export interface QuadSurface {
  x: Float64Array;
  y: Float64Array;
  /** Four corners per cell, counter-clockwise. */
  cells: Uint32Array;
  /** Domain edge that side 4c + k (from corner k to the next) of cell c lies on, −1 for none. */
  edge: Int32Array;
  /** Circle on which the side runs as an arc, by domain edge; straight if there is none. */
  arcs: (Circle | undefined)[];
}

/** The following and the preceding side of the same cell. */
export const nextSide = (s: number): number => (s % 4 === 3 ? s - 3 : s + 1);
export const previousSide = (s: number): number => (s % 4 === 0 ? s + 3 : s - 1);

/** The turn (radians, below π either way) from one point of a circle to another. */
export function turnOn({ x, y }: Circle, ax: number, ay: number, bx: number, by: number): number {
  const [px, py, qx, qy] = [ax - x, ay - y, bx - x, by - y];
  return Math.atan2(px * qy - py * qx, px * qx + py * qy);
}

/**
 * How much a corner with sides u and v, as vectors from it, raises the largest eigenvalue of M⁻¹K: on parallelograms
 * that is (|u|² + |v|² + 2 |u·v|) / (u × v)² times a number that depends on the order alone, and the nodes of high order are
 * densest at the corners. 1/m²; infinite unless the corner is convex.
 */
export function cornerCost(ux: number, uy: number, vx: number, vy: number): number {
  const cross = ux * vy - uy * vx;
  if (!(cross > 0)) return Infinity;
  const dot = Math.abs(ux * vx + uy * vy);
  return (ux * ux + uy * uy + vx * vx + vy * vy + 2 * dot) / (cross * cross);
}

/** The vectors along the sides at their ends: tangents, as long as the arc, where a side is curved. */
export class SideVectors {
  /** From corner k along side k, and from corner k against side k − 1. */
  readonly out = new Float64Array(8);
  readonly back = new Float64Array(8);

  constructor(private readonly surface: QuadSurface) {}

  load(cell: number): void {
    const { x, y, cells, edge, arcs } = this.surface;
    for (let k = 0; k < 4; k++) {
      const s = 4 * cell + k;
      const [a, b] = [cells[s], cells[nextSide(s)]];
      const next = (k + 1) % 4;
      const circle = edge[s] < 0 ? undefined : arcs[edge[s]];
      if (circle === undefined) {
        this.out[2 * k] = x[b] - x[a];
        this.out[2 * k + 1] = y[b] - y[a];
        this.back[2 * next] = x[a] - x[b];
        this.back[2 * next + 1] = y[a] - y[b];
        continue;
      }
      const turn = turnOn(circle, x[a], y[a], x[b], y[b]);
      this.out[2 * k] = -turn * (y[a] - circle.y);
      this.out[2 * k + 1] = turn * (x[a] - circle.x);
      this.back[2 * next] = turn * (y[b] - circle.y);
      this.back[2 * next + 1] = -turn * (x[b] - circle.x);
    }
  }

  cost(k: number): number {
    const { out, back } = this;
    return cornerCost(out[2 * k], out[2 * k + 1], back[2 * k], back[2 * k + 1]);
  }
}

/** The largest cost (1/m²) of a cell's corners. */
export function cellCost(vectors: SideVectors, cell: number): number {
  vectors.load(cell);
  return Math.max(vectors.cost(0), vectors.cost(1), vectors.cost(2), vectors.cost(3));
}
