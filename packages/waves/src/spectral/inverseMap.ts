/** Where in a cell of order 2 and above a point lies, and the Lagrange polynomials' values there. */
import { nodesPerCell, rimPlaces, type Mesh } from '../mesh/mesh.ts';
import { gll, lagrange, type GllRule } from './gll.ts';

/** Slack for points on a side, in units of half a cell. */
const SLACK = 1e-9;
const MAX_ROUNDS = 30;

/** Weights of a cell's nodes. */
type Weights = number[];

export class InverseMap {
  private readonly rule: GllRule;
  private readonly alongXi: Float64Array;
  private readonly alongEta: Float64Array;
  private readonly slopes: Float64Array;
  private readonly rim: number[];
  private readonly sides: number[][];

  constructor(private readonly mesh: Mesh) {
    const { order } = mesh;
    this.rule = gll(order);
    this.alongXi = new Float64Array(order + 1);
    this.alongEta = new Float64Array(order + 1);
    this.slopes = new Float64Array(order + 1);
    this.rim = rimPlaces(mesh);
    this.sides = [0, 1, 2, 3].map((side) =>
      Array.from({ length: order + 1 }, (_, k) => this.rim[(side * order + k) % this.rim.length]),
    );
  }

  /** The weights at a point of the cell that begins at `at` in `mesh.cells`; undefined outside. */
  inside(at: number, px: number, py: number): Weights | undefined {
    const found = this.find(at, px, py);
    if (!found || Math.max(...found.map(Math.abs)) > 1 + SLACK) return undefined;
    const [xi, eta] = found.map((value) => Math.min(1, Math.max(-1, value)));
    const { alongXi, alongEta, rule } = this;
    lagrange(rule, xi, alongXi);
    lagrange(rule, eta, alongEta);
    const count = alongXi.length;
    return Array.from(
      { length: nodesPerCell(this.mesh) },
      (_, place) => alongXi[place % count] * alongEta[Math.floor(place / count)],
    );
  }

  /** Newton's method from the middle of the cell; undefined where it leads away from it. */
  private find(at: number, px: number, py: number): readonly [number, number] | undefined {
    const { x, y, cells } = this.mesh;
    const { rule, alongXi, alongEta, slopes } = this;
    const count = rule.points.length;
    let [xi, eta, step] = [0, 0, Infinity];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      lagrange(rule, xi, alongXi);
      lagrange(rule, eta, alongEta);
      let [dx, dy, xXi, yXi, xEta, yEta] = [-px, -py, 0, 0, 0, 0];
      const add = (values: Float64Array, others: Float64Array, visit: Visit) => {
        for (let j = 0; j < count; j++) {
          for (let i = 0; i < count; i++) {
            const node = cells[at + j * count + i];
            visit(values[i] * others[j], x[node], y[node]);
          }
        }
      };
      add(alongXi, alongEta, (weight, nx, ny) => {
        dx += weight * nx;
        dy += weight * ny;
      });
      slopesAt(rule, alongXi, slopes);
      add(slopes, alongEta, (weight, nx, ny) => {
        xXi += weight * nx;
        yXi += weight * ny;
      });
      slopesAt(rule, alongEta, slopes);
      add(alongXi, slopes, (weight, nx, ny) => {
        xEta += weight * nx;
        yEta += weight * ny;
      });
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

type Visit = (weight: number, x: number, y: number) => void;

/** Derivatives of all Lagrange polynomials where their values are given: ℓ_k' = Σ_i ℓ_i ℓ_k'(ξ_i). */
function slopesAt({ derivative }: GllRule, values: Float64Array, out: Float64Array): void {
  const count = values.length;
  for (let k = 0; k < count; k++) {
    out[k] = 0;
    for (let i = 0; i < count; i++) out[k] += values[i] * derivative[i * count + k];
  }
}
