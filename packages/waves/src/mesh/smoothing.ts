/**
 * Moves the free points of a triangulation towards better angles. Sweeps that pull each point to where its
 * triangles would be equilateral alternate with flips; a search for the best place then raises what small
 * angles are left. No step makes the smallest angle around a point worse.
 */
import { restoreDelaunay, type Surface } from './flips.ts';
import { nextEdge } from './triangulation.ts';

const squaredSine = (degrees: number) => Math.sin((degrees * Math.PI) / 180) ** 2;
/** Angles above this (degrees) may be traded for a more even mesh. */
const GOOD = squaredSine(38);
/** A point whose triangles all have larger angles than this stays where it is. */
const BEST = squaredSine(54);
/** Points with a smaller angle than this are worth a search. */
const POOR = squaredSine(36);

/** Edges opposite each point in its triangles: `edges[start[v]]` to `edges[start[v+1] - 1]`. */
export interface Stars {
  start: Uint32Array;
  edges: Uint32Array;
}

function starsOf({ x, triangles }: Surface): Stars {
  const start = new Uint32Array(x.length + 2);
  for (const v of triangles) start[v + 2]++;
  for (let v = 2; v < start.length; v++) start[v] += start[v - 1];
  const edges = new Uint32Array(triangles.length);
  for (let e = 0; e < triangles.length; e++) edges[start[triangles[e] + 1]++] = nextEdge(e);
  return { start, edges };
}

/** Squared sine of the smallest angle of a triangle; 0 if it does not run counter-clockwise. */
function smallestSine(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): number {
  const cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (!(cross > 0)) return 0;
  const p = (bx - ax) ** 2 + (by - ay) ** 2;
  const q = (cx - bx) ** 2 + (cy - by) ** 2;
  const r = (ax - cx) ** 2 + (ay - cy) ** 2;
  return (cross * cross * Math.min(p, q, r)) / (p * q * r);
}

/** Smallest angle of all triangles (degrees), and a point where it occurs. */
export function sharpest({ x, y, triangles }: Surface): { angle: number; at: number } {
  let worst = 1;
  let at = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const sine = smallestSine(x[a], y[a], x[b], y[b], x[c], y[c]);
    if (sine < worst) [worst, at] = [sine, a];
  }
  return { angle: (Math.asin(Math.sqrt(worst)) * 180) / Math.PI, at };
}

/** The worst triangle around point v, were it at (px, py). */
function worstAround(surface: Surface, stars: Stars, v: number, px: number, py: number): number {
  const { x, y, triangles } = surface;
  let worst = 1;
  for (let i = stars.start[v]; i < stars.start[v + 1]; i++) {
    const e = stars.edges[i];
    const a = triangles[e];
    const b = triangles[nextEdge(e)];
    const sine = smallestSine(px, py, x[a], y[a], x[b], y[b]);
    if (sine < worst) worst = sine;
  }
  return worst;
}

const HEIGHT = Math.sqrt(0.75);

/** Pulls every free point to the mean of the apexes of equilateral triangles on its star's edges. */
function sweep(surface: Surface, stars: Stars, fixed: number): void {
  const { x, y, triangles } = surface;
  for (let v = fixed; v < x.length; v++) {
    const count = stars.start[v + 1] - stars.start[v];
    if (count === 0) continue;
    const now = worstAround(surface, stars, v, x[v], y[v]);
    if (now > BEST) continue;
    let [sx, sy] = [0, 0];
    for (let i = stars.start[v]; i < stars.start[v + 1]; i++) {
      const a = triangles[stars.edges[i]];
      const b = triangles[nextEdge(stars.edges[i])];
      sx += (x[a] + x[b]) / 2 - HEIGHT * (y[b] - y[a]);
      sy += (y[a] + y[b]) / 2 + HEIGHT * (x[b] - x[a]);
    }
    for (let share = 1; share > 0.2; share /= 2) {
      const px = x[v] + share * (sx / count - x[v]);
      const py = y[v] + share * (sy / count - y[v]);
      if (worstAround(surface, stars, v, px, py) < Math.min(now, GOOD)) continue;
      x[v] = px;
      y[v] = py;
      break;
    }
  }
}

/** Walks point v to where the smallest angle around it is largest: a compass search with shrinking steps. */
function climb(surface: Surface, stars: Stars, v: number): void {
  const { x, y, triangles } = surface;
  let best = worstAround(surface, stars, v, x[v], y[v]);
  const a = triangles[stars.edges[stars.start[v]]];
  let step = 0.3 * Math.hypot(x[a] - x[v], y[a] - y[v]);
  for (let shrink = 0; shrink < 6; shrink++, step /= 2) {
    for (let move = 0; move < 4; move++) {
      let [bx, by] = [x[v], y[v]];
      for (let k = 0; k < 8; k++) {
        const px = x[v] + step * Math.cos((k * Math.PI) / 4);
        const py = y[v] + step * Math.sin((k * Math.PI) / 4);
        const sine = worstAround(surface, stars, v, px, py);
        if (sine <= best) continue;
        [best, bx, by] = [sine, px, py];
      }
      if (bx === x[v] && by === y[v]) break;
      x[v] = bx;
      y[v] = by;
    }
  }
}

/** Moves all points but the first `fixed`. */
export function smooth(surface: Surface, fixed: number, sweeps: number, climbs: number): void {
  restoreDelaunay(surface);
  for (let k = 0; k < sweeps; k++) {
    sweep(surface, starsOf(surface), fixed);
    restoreDelaunay(surface);
  }
  for (let k = 0; k < climbs; k++) {
    const stars = starsOf(surface);
    let poor = 0;
    for (let v = fixed; v < surface.x.length; v++) {
      if (stars.start[v] === stars.start[v + 1]) continue;
      if (worstAround(surface, stars, v, surface.x[v], surface.y[v]) >= POOR) continue;
      climb(surface, stars, v);
      poor++;
    }
    if (poor === 0) break;
    restoreDelaunay(surface);
  }
}
