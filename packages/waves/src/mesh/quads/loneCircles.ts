/** The whole circles among a domain's edges. */
import type { Domain } from '../domain.ts';
import type { Circle } from '../region.ts';

export interface LoneCircle {
  circle: Circle;
  /** One of its edges; the others have the same sides. */
  edge: number;
  /** Whether the inside belongs to the domain. */
  inside: boolean;
}

/** How far (in radii) the ends of chords may lie off their circle. */
const ON_CIRCLE = 1e-7;

/** The circle that an edge is a chord of, if both of its ends lie on it. */
export function circleOf({ x, y, edges }: Domain, edge: number): Circle | undefined {
  const { a, b, circle } = edges[edge];
  if (!circle) return undefined;
  const off = (v: number) =>
    Math.abs(Math.hypot(x[v] - circle.x, y[v] - circle.y) / circle.radius - 1);
  return Math.max(off(a), off(b)) < ON_CIRCLE ? circle : undefined;
}

/** Nothing if some circle is not whole, or an edge of another kind ends on it. */
export function loneCircles(domain: Domain): LoneCircle[] | undefined {
  const { x, y, edges } = domain;
  const found = new Map<string, LoneCircle & { turn: number }>();
  const owner = new Map<number, string>();
  for (const [k, { a, b, left, right, circle }] of edges.entries()) {
    if (circle && !circleOf(domain, k)) return undefined;
    const key = circle ? `${circle.x},${circle.y},${circle.radius}` : '';
    for (const v of [a, b]) {
      if ((owner.get(v) ?? key) !== key) return undefined;
      owner.set(v, key);
    }
    if (!circle) continue;
    const [px, py, qx, qy] = [x[a] - circle.x, y[a] - circle.y, x[b] - circle.x, y[b] - circle.y];
    const turn = Math.atan2(px * qy - py * qx, px * qx + py * qy);
    const [inner, outer] = turn > 0 ? [left, right] : [right, left];
    // What is a domain only inside, like a round outline, has no ring around it.
    if (!outer) return undefined;
    const whole = found.get(key) ?? { circle, edge: k, inside: inner, turn: 0 };
    whole.turn += Math.abs(turn);
    found.set(key, whole);
  }
  const circles = [...found.values()];
  return circles.every(({ turn }) => Math.abs(turn - 2 * Math.PI) < 1e-6) ? circles : undefined;
}
