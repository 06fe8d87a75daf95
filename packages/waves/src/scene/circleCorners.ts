/**
 * Polygons on circles for meshes with curved sides: they have corners where the circle crosses other shapes, so that
 * whatever lies between two corners is an arc and nothing else.
 */
import type { Point } from '../mesh/mesh.ts';
import { sidesOf, type Shape } from './shapes.ts';

type CircleShape = Extract<Shape, { kind: 'circle' }>;

/** Corners at least: arcs of 60° still make good cells, of which each gets two. */
const MIN_SIDES = 6;
const TURN = 2 * Math.PI;
/** Corners closer than this (radians) are one. */
const SAME = 1e-9;

/** Directions from the centre in which a circle crosses or touches a segment. */
function crossings({ x, y, radius }: CircleShape, [a, b]: readonly [Point, Point]): number[] {
  const [dx, dy, px, py] = [b[0] - a[0], b[1] - a[1], a[0] - x, a[1] - y];
  const [squared, half] = [dx * dx + dy * dy, px * dx + py * dy];
  const root = half * half - squared * (px * px + py * py - radius * radius);
  if (squared === 0 || root < 0) return [];
  return [-1, 1]
    .map((sign) => (-half + sign * Math.sqrt(root)) / squared)
    .filter((t) => t >= -SAME && t <= 1 + SAME)
    .map((t) => Math.atan2(py + t * dy, px + t * dx));
}

/** Directions from the centre in which one circle meets another. */
function meetings({ x, y, radius }: CircleShape, other: CircleShape): number[] {
  const [dx, dy] = [other.x - x, other.y - y];
  const distance = Math.hypot(dx, dy);
  const cosine = (radius ** 2 + distance ** 2 - other.radius ** 2) / (2 * radius * distance);
  if (!(Math.abs(cosine) <= 1)) return [];
  const middle = Math.atan2(dy, dx);
  return [-1, 1].map((sign) => middle + sign * Math.acos(cosine));
}

/**
 * `size` is the wanted length of a side (m); arcs that rise more than `flat` (m) above their chord get a corner between
 * two crossings. Without crossings the first corner is turned from the x axis by a share `phase` of a side.
 */
export function circleCorners(
  circle: CircleShape,
  {
    shapes,
    segments,
  }: { shapes: readonly Shape[]; segments: readonly (readonly [Point, Point])[] },
  { size, flat, phase }: { size: number; flat: number; phase: number },
): Point[] {
  const { x, y, radius } = circle;
  const found = [
    ...segments.flatMap((segment) => crossings(circle, segment)),
    ...shapes.flatMap((shape) =>
      shape.kind === 'circle'
        ? meetings(circle, shape)
        : sidesOf(shape.points).flatMap((side) => crossings(circle, side)),
    ),
  ];
  const cuts = found
    .map((angle) => (angle + TURN) % TURN)
    .toSorted((p, q) => p - q)
    .filter((angle, k, all) => k === 0 || angle - all[k - 1] > SAME);
  const most = Math.min(TURN / MIN_SIDES, size / radius);
  const at = (angle: number): Point => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  if (cuts.length === 0) {
    const sides = Math.ceil(TURN / most - 0.25);
    return Array.from({ length: sides }, (_, k) => at((TURN * (k + phase)) / sides));
  }
  return cuts.flatMap((from, k) => {
    const arc = k + 1 < cuts.length ? cuts[k + 1] - from : cuts[0] + TURN - from;
    const rises = radius * (1 - Math.cos(Math.min(arc, Math.PI) / 2)) > flat;
    const sides = Math.max(rises ? 2 : 1, Math.ceil(arc / most - 0.25));
    return Array.from({ length: sides }, (_, i) => at(from + (arc * i) / sides));
  });
}
