/**
 * Removes details that would cost tiny triangles, and with them a tiny time step, by moving vertices a little:
 * short edges are contracted and vertices beside an edge put onto it, as long as no edge strays farther than
 * the tolerance. They arise where a polygon's corner happens to lie close to a line that crosses it.
 */
import { Buckets } from './buckets.ts';
import { sharedCircle } from './planarGraph.ts';
import type { Circle } from './region.ts';
import { domainFrom, type Domain, type DomainEdge } from './domain.ts';

/** Edges and gaps shorter than this, in mesh sizes, are worth removing. */
const SHORT = 0.45;
const PASSES = 20;
const ROUND_OFF = 1e-9;

/** What lies beside an edge as seen when it runs from one of its ends to the other. */
interface Sides {
  left: boolean;
  right: boolean;
  name: string;
  circle?: Circle;
}

const sides = ({ a, left, right, name, circle }: DomainEdge, from: number): Sides =>
  a === from ? { left, right, name, circle } : { left: right, right: left, name, circle };

class Simplifier {
  readonly edges = new Set<DomainEdge>();
  private readonly x: number[];
  private readonly y: number[];
  /** Vertices never move, only edges do. */
  private readonly grid: Buckets;
  private readonly at: Set<DomainEdge>[];
  /** Checks of a vertex or edge that are still allowed: a bound on the time, whatever the input. */
  private budget = 5e6;
  /** How far edges at each vertex have strayed already (m). */
  private readonly strayed: number[];

  constructor(
    domain: Domain,
    readonly tolerance: number,
    readonly short: number,
    /** Parts of the boundary whose edges must stay where they are. */
    readonly kept: ReadonlySet<string>,
  ) {
    this.x = domain.x;
    this.y = domain.y;
    this.grid = new Buckets(domain.box, short, 1e5);
    for (let v = 0; v < domain.x.length; v++) this.grid.add(v, domain.x[v], domain.y[v]);
    this.at = domain.x.map(() => new Set());
    this.strayed = domain.x.map(() => 0);
    for (const edge of domain.edges) this.insert({ ...edge });
  }

  private insert(edge: DomainEdge): void {
    this.edges.add(edge);
    this.at[edge.a].add(edge);
    this.at[edge.b].add(edge);
  }

  private remove(edge: DomainEdge): void {
    this.edges.delete(edge);
    this.at[edge.a].delete(edge);
    this.at[edge.b].delete(edge);
  }

  /** Twice the signed area of triangle p, q, r. */
  private turn(p: number, q: number, r: number): number {
    const [x, y] = [this.x, this.y];
    return (x[q] - x[p]) * (y[r] - y[p]) - (y[q] - y[p]) * (x[r] - x[p]);
  }

  private length(p: number, q: number): number {
    return Math.hypot(this.x[p] - this.x[q], this.y[p] - this.y[q]);
  }

  /** Distance of v from segment p–q, and whether the nearest point is not one of its ends. */
  private distance(v: number, p: number, q: number): { distance: number; inner: boolean } {
    const length = this.length(p, q);
    const [x, y] = [this.x, this.y];
    const along = ((x[v] - x[p]) * (x[q] - x[p]) + (y[v] - y[p]) * (y[q] - y[p])) / length;
    if (along <= 0) return { distance: this.length(v, p), inner: false };
    if (along >= length) return { distance: this.length(v, q), inner: false };
    return { distance: Math.abs(this.turn(p, q, v)) / length, inner: true };
  }

  /** Whether one of the vertices in the bounding box of some, widened by a margin, passes the test. */
  private some(vertices: number[], margin: number, test: (v: number) => boolean): boolean {
    const x = vertices.map((v) => this.x[v]);
    const y = vertices.map((v) => this.y[v]);
    const [left, bottom] = [Math.min(...x) - margin, Math.min(...y) - margin];
    const [right, top] = [Math.max(...x) + margin, Math.max(...y) + margin];
    return this.grid.some(left, bottom, right, top, (v) => {
      this.budget--;
      return test(v);
    });
  }

  /** Whether a triangle contains no other vertex, neither inside nor on its rim. */
  private empty(p: number, q: number, r: number): boolean {
    const sign = this.turn(p, q, r) < 0 ? -1 : 1;
    return !this.some([p, q, r], 0, (v) => {
      if (v === p || v === q || v === r || this.at[v].size === 0) return false;
      const within = (a: number, b: number) => sign * this.turn(a, b, v) >= 0;
      return within(p, q) && within(q, r) && within(r, p);
    });
  }

  /** Whether some edge passes between p and q. */
  private crossed(p: number, q: number): boolean {
    this.budget -= this.edges.size;
    for (const { a, b } of this.edges) {
      if (a === p || a === q || b === p || b === q) continue;
      if (
        this.turn(p, q, a) > 0 !== this.turn(p, q, b) > 0 &&
        this.turn(a, b, p) > 0 !== this.turn(a, b, q) > 0
      ) {
        return true;
      }
    }
    return false;
  }

  /** Puts an edge from p to q; `bulge` tells on which side of it that edge ran so far (left if positive). */
  private put(p: number, q: number, moved: Sides, bulge: number): void {
    const present = [...this.at[p]].find(({ a, b }) => a === q || b === q);
    if (!present) {
      this.insert({ a: p, b: q, ...moved });
      return;
    }
    // Whatever lay between the two is gone; each keeps its outer side.
    this.remove(present);
    const stays = sides(present, p);
    const [onLeft, onRight] = bulge > 0 ? [moved, stays] : [stays, moved];
    const [left, right] = [onLeft.left, onRight.right];
    if (!left && !right) return;
    const name =
      left === right ? '' : left ? onRight.name || onLeft.name : onLeft.name || onRight.name;
    const circle = sharedCircle(moved.circle, stays.circle);
    this.insert({ a: p, b: q, left, right, name, circle });
  }

  /** How far edges would stray if v moved onto its neighbour w; infinite if they would cross others. */
  private costOfContraction(v: number, w: number): number {
    let cost = this.at[v].size === 1 ? this.length(v, w) : 0;
    for (const { a, b, name } of this.at[v]) {
      const u = a === v ? b : a;
      if (u === w) continue;
      if (!this.empty(v, w, u)) return Infinity;
      const { distance } = this.distance(v, w, u);
      if (this.kept.has(name) && distance > ROUND_OFF * this.short) return Infinity;
      cost = Math.max(cost, distance);
    }
    return cost + Math.max(this.strayed[v], this.strayed[w]);
  }

  private contract(edge: DomainEdge): boolean {
    const { a, b } = edge;
    const [costA, costB] = [this.costOfContraction(a, b), this.costOfContraction(b, a)];
    const cost = Math.min(costA, costB);
    if (cost > this.tolerance) return false;
    const [v, w] = costA < costB ? [a, b] : [b, a];
    this.remove(edge);
    for (const other of this.at[v]) {
      const u = other.a === v ? other.b : other.a;
      this.remove(other);
      this.put(w, u, sides(other, v), this.turn(w, u, v));
    }
    this.strayed[w] = cost;
    return true;
  }

  /** Leads an edge that passes close to v through v. */
  private attach(edge: DomainEdge, v: number): boolean {
    const { a, b } = edge;
    if (a === v || b === v) return false;
    const { distance, inner } = this.distance(v, a, b);
    if (this.kept.has(edge.name) && distance > ROUND_OFF * this.short) return false;
    const cost = distance + this.strayed[v];
    if (!inner || distance > this.short || cost > this.tolerance) return false;
    if (!this.empty(a, b, v) || this.crossed(a, v) || this.crossed(v, b)) return false;
    this.remove(edge);
    const beside = sides(edge, a);
    this.put(a, v, beside, this.turn(a, v, b));
    this.put(v, b, beside, this.turn(v, b, a));
    this.strayed[v] = cost;
    return true;
  }

  /** One look at all short edges and close pairs; whether anything changed. */
  pass(): boolean {
    let changed = false;
    const byLength = [...this.edges].map((edge) => ({
      edge,
      length: this.length(edge.a, edge.b),
    }));
    for (const { edge, length } of byLength.sort((p, q) => p.length - q.length)) {
      if (length > this.short || this.budget < 0) break;
      if (this.edges.has(edge) && this.contract(edge)) changed = true;
    }
    for (const edge of this.edges) {
      this.some([edge.a, edge.b], this.tolerance, (v) => {
        if (!this.edges.has(edge) || this.budget < 0) return true;
        if (this.at[v].size > 0 && this.attach(edge, v)) changed = true;
        return false;
      });
    }
    return changed;
  }
}

/** Edges of the parts named in `kept` do not move. */
export function simplify(
  domain: Domain,
  size: number,
  { tolerance, kept }: { tolerance: number; kept: ReadonlySet<string> },
): Domain {
  const simplifier = new Simplifier(domain, tolerance, SHORT * size, kept);
  for (let k = 0; k < PASSES && simplifier.pass(); k++);
  return domainFrom(domain.x, domain.y, [...simplifier.edges]);
}
