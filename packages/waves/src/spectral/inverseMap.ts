/** Where in a cell of order 2 and above a point lies, and the Lagrange polynomials' values there. */
import { nodesPerCell, rimPlaces, type Mesh } from '../mesh/mesh.ts';
import { gll, lagrange, type GllRule } from './gll.ts';

/** Slack for points on a side, in units of half a cell. */
const SLACK = 1e-9;
const MAX_ROUNDS = 30;
/** Curved sides reach beyond their nodes by less than this share of the cell. */
const BULGE = 0.05;

/** Weights of a cell's nodes. */
type Weights = number[];

export class InverseMap {
  private readonly rule: GllRule;
  private readonly alongXi: Float64Array;
  private readonly alongEta: Float64Array;
  private readonly slopesXi: Float64Array;
  private readonly slopesEta: Float64Array;
  /** Left, bottom, right and top of every cell, with what curved sides may add: [cells, 4]. */
  private readonly boxes: Float64Array;
  /** 1 for cells that are upright rectangles: most of most meshes, and solved without an iteration. */
  private readonly upright: Uint8Array;
  private readonly rim: number[];
  private readonly sides: number[][];

  constructor(private readonly mesh: Mesh) {
    const { order } = mesh;
    this.rule = gll(order);
    this.alongXi = new Float64Array(order + 1);
    this.alongEta = new Float64Array(order + 1);
    this.slopesXi = new Float64Array(order + 1);
    this.slopesEta = new Float64Array(order + 1);
    this.boxes = boxesOf(mesh);
    this.upright = uprightCells(mesh, this.rule);
    this.rim = rimPlaces(mesh);
    this.sides = [0, 1, 2, 3].map((side) =>
      Array.from({ length: order + 1 }, (_, k) => this.rim[(side * order + k) % this.rim.length]),
    );
  }

  /** The weights at a point of the cell that begins at `at` in `mesh.cells`; undefined outside. */
  inside(at: number, px: number, py: number): Weights | undefined {
    const box = (4 * at) / nodesPerCell(this.mesh);
    const { boxes } = this;
    if (px < boxes[box] || py < boxes[box + 1] || px > boxes[box + 2] || py > boxes[box + 3]) {
      return undefined;
    }
    const found = this.find(at, px, py);
    if (!found || Math.abs(found[0]) > 1 + SLACK || Math.abs(found[1]) > 1 + SLACK) {
      return undefined;
    }
    const { alongXi, alongEta, rule } = this;
    lagrange(rule, Math.min(1, Math.max(-1, found[0])), alongXi);
    lagrange(rule, Math.min(1, Math.max(-1, found[1])), alongEta);
    const weights: Weights = [];
    for (const b of alongEta) for (const a of alongXi) weights.push(a * b);
    return weights;
  }

  /** Newton's method from the middle of the cell; undefined where it leads away from it. */
  private find(at: number, px: number, py: number): readonly [number, number] | undefined {
    const { x, y, cells } = this.mesh;
    const { rule, alongXi, alongEta, slopesXi, slopesEta, upright } = this;
    const count = rule.points.length;
    if (upright[at / (count * count)]) {
      const [a, c] = [cells[at], cells[at + count * count - 1]];
      return [(2 * (px - x[a])) / (x[c] - x[a]) - 1, (2 * (py - y[a])) / (y[c] - y[a]) - 1];
    }
    let [xi, eta, step] = [0, 0, Infinity];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      lagrange(rule, xi, alongXi);
      lagrange(rule, eta, alongEta);
      slopesAt(rule, alongXi, slopesXi);
      slopesAt(rule, alongEta, slopesEta);
      let [dx, dy, xXi, yXi, xEta, yEta] = [-px, -py, 0, 0, 0, 0];
      for (let j = 0, k = at; j < count; j++) {
        let [rowX, rowY, rowXXi, rowYXi] = [0, 0, 0, 0];
        for (let i = 0; i < count; i++, k++) {
          const node = cells[k];
          rowX += alongXi[i] * x[node];
          rowY += alongXi[i] * y[node];
          rowXXi += slopesXi[i] * x[node];
          rowYXi += slopesXi[i] * y[node];
        }
        dx += alongEta[j] * rowX;
        dy += alongEta[j] * rowY;
        xXi += alongEta[j] * rowXXi;
        yXi += alongEta[j] * rowYXi;
        xEta += slopesEta[j] * rowX;
        yEta += slopesEta[j] * rowY;
      }
      const area = xXi * yEta - xEta * yXi;
      const stepXi = (xEta * dy - yEta * dx) / area;
      const stepEta = (yXi * dx - xXi * dy) / area;
      xi += stepXi;
      eta += stepEta;
      if (!(Math.abs(xi) < 3 && Math.abs(eta) < 3)) return undefined;
      step = Math.abs(stepXi) + Math.abs(stepEta);
      if (step < 1e-13) return [xi, eta];
    }
    // Round-off can keep the last step above the bound; far outside the cell the iteration may also go round in circles.
    return step < SLACK ? [xi, eta] : undefined;
  }

  /** The weights at the point of a cell's rim nearest to a point, and how far away that is (m). */
  onRim(at: number, px: number, py: number): { distance: number; weights: Weights } {
    let nearest = { distance: Infinity, side: this.sides[0], t: 0 };
    for (const side of this.sides) {
      for (let k = 0; k < side.length - 1; k++) {
        const [t, distance] = this.onSide(at, side, k, px, py);
        if (distance < nearest.distance) nearest = { distance, side, t };
      }
    }
    const weights = Array.from({ length: nodesPerCell(this.mesh) }, () => 0);
    lagrange(this.rule, nearest.t, this.alongXi);
    nearest.side.forEach((place, k) => (weights[place] = this.alongXi[k]));
    return { distance: nearest.distance, weights };
  }

  /** Where on the k-th piece of a side, drawn straight from node to node, a point is nearest; −1 to 1 along the side. */
  private onSide(at: number, side: readonly number[], k: number, px: number, py: number) {
    const { x, y, cells } = this.mesh;
    const { points } = this.rule;
    const [a, b] = [cells[at + side[k]], cells[at + side[k + 1]]];
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const along = ((px - x[a]) * dx + (py - y[a]) * dy) / (dx * dx + dy * dy);
    const share = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(x[a] + share * dx - px, y[a] + share * dy - py);
    return [points[k] + share * (points[k + 1] - points[k]), distance] as const;
  }
}

/** The boxes of all cells, see `InverseMap`. */
export function boxesOf(mesh: Mesh): Float64Array {
  const { x, y, cells, order } = mesh;
  const perCell = nodesPerCell(mesh);
  const boxes = new Float64Array((4 * cells.length) / perCell);
  for (let at = 0, box = 0; at < cells.length; at += perCell, box += 4) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = at; k < at + perCell; k++) {
      const [px, py] = [x[cells[k]], y[cells[k]]];
      [x0, x1] = [Math.min(x0, px), Math.max(x1, px)];
      [y0, y1] = [Math.min(y0, py), Math.max(y1, py)];
    }
    const bulge = order > 1 ? BULGE * Math.max(x1 - x0, y1 - y0) : 0;
    boxes.set([x0 - bulge, y0 - bulge, x1 + bulge, y1 + bulge], box);
  }
  return boxes;
}

/** Relative to a cell's side: nodes that are farther from where they are in a rectangle make it another shape. */
const ROUND_OFF = 1e-13;

/** For every cell whether it is a rectangle with ξ along x and η along y. */
function uprightCells({ x, y, cells }: Mesh, { points }: GllRule): Uint8Array {
  const count = points.length;
  const perCell = count * count;
  const upright = new Uint8Array(cells.length / perCell);
  for (let cell = 0; cell < upright.length; cell++) {
    const at = cell * perCell;
    const [a, c] = [cells[at], cells[at + perCell - 1]];
    const [width, height] = [x[c] - x[a], y[c] - y[a]];
    let off = 0;
    for (let place = 0; place < perCell; place++) {
      const node = cells[at + place];
      const [xi, eta] = [points[place % count], points[Math.floor(place / count)]];
      off = Math.max(off, Math.abs(x[node] - x[a] - ((1 + xi) / 2) * width) / Math.abs(width));
      off = Math.max(off, Math.abs(y[node] - y[a] - ((1 + eta) / 2) * height) / Math.abs(height));
    }
    upright[cell] = off < ROUND_OFF ? 1 : 0;
  }
  return upright;
}

/** Derivatives of all Lagrange polynomials where their values are given: ℓ_k' = Σ_i ℓ_i ℓ_k'(ξ_i). */
function slopesAt({ derivative }: GllRule, values: Float64Array, out: Float64Array): void {
  const count = values.length;
  for (let k = 0; k < count; k++) {
    out[k] = 0;
    for (let i = 0; i < count; i++) out[k] += values[i] * derivative[i * count + k];
  }
}
