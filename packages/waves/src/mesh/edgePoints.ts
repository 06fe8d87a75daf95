/** Points on the edges of a domain, spaced by a size field. */
import { wedges, type Domain } from './domain.ts';
import type { Segments } from './triangulation.ts';
import type { SizeField } from './sizing.ts';

export interface EdgePoints extends Segments {
  x: number[];
  y: number[];
  /** Domain edge of each segment. */
  edge: number[];
}

/** Where the integral of ds / h along an edge, from arc length `from` to `to`, reaches n equal parts. */
function spaced(h: (s: number) => number, from: number, to: number): number[] {
  const at = [from];
  const sum = [0];
  for (let s = from; s < to;) {
    const here = h(s);
    // A step that would leave a crumb ends the edge.
    const ds = to - s < 0.3 * here ? to - s : 0.25 * here;
    const middle = h(s + ds / 2);
    s = ds === to - s ? to : s + ds;
    at.push(s);
    sum.push(sum[sum.length - 1] + ds / middle);
  }
  const total = sum[sum.length - 1];
  // A little longer than wanted is better than two halves.
  const parts = Math.max(1, Math.ceil(total - 0.25));
  const places: number[] = [];
  for (let k = 1, i = 1; k < parts; k++) {
    const goal = (k * total) / parts;
    while (sum[i] < goal) i++;
    places.push(at[i - 1] + ((goal - sum[i - 1]) / (sum[i] - sum[i - 1])) * (at[i] - at[i - 1]));
  }
  return places;
}

/**
 * Both sides of a corner sharper than 60° get their first point at the same distance from it (Ruppert's
 * concentric shells): no point of one is then too close to the other. Returns, for the ends a and b of
 * each edge, that distance, 0 where the corner is not sharp.
 */
function shells(domain: Domain, field: SizeField): { a: number; b: number }[] {
  const { x, y, edges } = domain;
  const result = edges.map(() => ({ a: 0, b: 0 }));
  const length = ({ a, b }: { a: number; b: number }) => Math.hypot(x[b] - x[a], y[b] - y[a]);
  const sharp = wedges(domain).filter(({ angle }) => angle < Math.PI / 3.001);
  const radius = new Map<number, number>();
  for (const { vertex, edge, next } of sharp) {
    const h = radius.get(vertex) ?? field.at(x[vertex], y[vertex]);
    const sides = [edge, next].map((k) => length(edges[k]));
    // A side no longer than two shells is left whole or halved.
    const fit = sides.map((side) => (side < 1.3 * h ? side : side < 2.2 * h ? side / 2 : h));
    radius.set(vertex, Math.min(h, ...fit));
  }
  for (const { vertex, edge, next } of sharp) {
    for (const k of [edge, next]) {
      const r = radius.get(vertex)!;
      if (r < 0.99 * length(edges[k])) result[k][edges[k].a === vertex ? 'a' : 'b'] = r;
    }
  }
  return result;
}

export function edgePoints(domain: Domain, field: SizeField): EdgePoints {
  const points: EdgePoints = {
    x: [...domain.x],
    y: [...domain.y],
    a: [],
    b: [],
    step: [],
    edge: [],
  };
  const shell = shells(domain, field);
  for (const [k, { a, b, left, right }] of domain.edges.entries()) {
    const [ax, ay] = [domain.x[a], domain.y[a]];
    const [dx, dy] = [domain.x[b] - ax, domain.y[b] - ay];
    const length = Math.hypot(dx, dy);
    const h = (s: number) => field.at(ax + (s / length) * dx, ay + (s / length) * dy);
    let [from, to] = [shell[k].a, length - shell[k].b];
    // Two shells that nearly meet become one point halfway.
    if (shell[k].a > 0 && shell[k].b > 0 && to - from < 0.5 * from) from = to = length / 2;
    const places = to > from ? spaced(h, from, to) : [];
    if (from > 0) places.unshift(from);
    if (to > from && to < length) places.push(to);
    let before = a;
    for (const s of [...places, length]) {
      let after = b;
      if (s < length) {
        after = points.x.push(ax + (s / length) * dx) - 1;
        points.y.push(ay + (s / length) * dy);
      }
      points.a.push(before);
      points.b.push(after);
      points.step.push((left ? 1 : 0) - (right ? 1 : 0));
      points.edge.push(k);
      before = after;
    }
  }
  return points;
}
