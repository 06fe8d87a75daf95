/** Shapes of obstacles and inclusions. */
import type { Point } from '../mesh/mesh.ts';

export type Shape =
  | { kind: 'circle'; x: number; y: number; radius: number }
  | { kind: 'polygon'; points: readonly Point[] };

export interface Box {
  x: readonly [low: number, high: number];
  y: readonly [low: number, high: number];
}

export const boxPolygon = ({ x, y }: Box): Shape => ({
  kind: 'polygon',
  points: [
    [x[0], y[0]],
    [x[1], y[0]],
    [x[1], y[1]],
    [x[0], y[1]],
  ],
});

/** Sides of a polygon in place of a circle, at least. */
const MIN_SIDES = 12;

/**
 * The corners of a shape; of a circle those of a regular polygon on it with sides of about `size` (m), the first
 * of them turned from the x axis by a share `phase` of a side.
 */
export function corners(shape: Shape, size: number, phase = 0): readonly Point[] {
  if (shape.kind === 'polygon') return shape.points;
  const { x, y, radius } = shape;
  const sides = Math.max(MIN_SIDES, Math.ceil((2 * Math.PI * radius) / size));
  return Array.from({ length: sides }, (_, k): Point => {
    const angle = (2 * Math.PI * (k + phase)) / sides;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

export function bounds(shape: Shape): Box {
  if (shape.kind === 'circle') {
    const { x, y, radius } = shape;
    return { x: [x - radius, x + radius], y: [y - radius, y + radius] };
  }
  const xs = shape.points.map(([x]) => x);
  const ys = shape.points.map(([, y]) => y);
  return { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...ys), Math.max(...ys)] };
}

/**
 * Points this close to the border of a shape (m) are on it, and what is on the border is outside: far above
 * round-off, far below anything that is drawn. Of coordinates beyond a metre it is a share, see `slack`.
 */
export const BORDER = 1e-9;

/** What is on a border (m) among coordinates of this size (m): round-off grows with them. */
export const slack = (...sizes: readonly number[]): number =>
  BORDER * Math.max(1, ...sizes.map(Math.abs));

/** Distance (m) of a point from the segment between two points, which may be one and the same. */
export function distanceTo([ax, ay]: Point, [bx, by]: Point, x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const along = squared > 0 ? ((x - ax) * dx + (y - ay) * dy) / squared : 0;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** The sides of a polygon, as pairs of corners. */
export const sidesOf = (points: readonly Point[]): (readonly [Point, Point])[] =>
  points.map((point, i) => [point, points[(i + 1) % points.length]]);

/**
 * Whether a point lies inside a shape and not on its border (even-odd rule for polygons). Whatever asks where
 * an obstacle is asks this: meshes follow its border only nearly.
 */
export function contains(shape: Shape, x: number, y: number): boolean {
  if (shape.kind === 'circle') {
    return Math.hypot(x - shape.x, y - shape.y) < shape.radius - slack(shape.x, shape.y);
  }
  const sides = sidesOf(shape.points);
  const inside = sides.reduce(
    (odd, [[ax, ay], [bx, by]]) =>
      ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !odd : odd,
    false,
  );
  const border = slack(x, y);
  return inside && sides.every(([a, b]) => distanceTo(a, b, x, y) > border);
}

/** Whether part of the segment from a to b, which may be a single point, lies inside a shape. */
export function enters(a: Point, b: Point, shape: Shape): boolean {
  if (shape.kind === 'circle') {
    return distanceTo(a, b, shape.x, shape.y) < shape.radius - slack(shape.x, shape.y);
  }
  const at = (t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  // Between two neighbouring crossings with the sides the segment is inside or outside as a whole.
  const cuts = sidesOf(shape.points).flatMap(([c, d]) => cutsOf(a, b, c, d));
  const places = [0, ...cuts.filter((t) => t > 0 && t < 1).toSorted((p, q) => p - q), 1];
  return places.slice(1).some((t, i) => {
    const [x, y] = at((places[i] + t) / 2);
    return contains(shape, x, y);
  });
}

/** Where a → b crosses the line through c and d, as a share of its length; if it runs along it, c and d themselves. */
function cutsOf(a: Point, b: Point, c: Point, d: Point): number[] {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [ex, ey] = [d[0] - c[0], d[1] - c[1]];
  const across = dx * ey - dy * ex;
  const size = Math.hypot(dx, dy) * Math.hypot(ex, ey);
  if (size === 0) return [];
  if (Math.abs(across) > BORDER * size) {
    return [((c[0] - a[0]) * ey - (c[1] - a[1]) * ex) / across];
  }
  const share = ([x, y]: Point) => ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy);
  return [share(c), share(d)];
}

/** Twice the signed area (m²), positive if the points run counter-clockwise. */
const signedArea = (points: readonly Point[]): number =>
  sidesOf(points).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - ay * bx, 0);

/** How far (m) points are moved off an outline to tell inside from outside. */
const OFF = 1e-7;

/** Points just inside a polygon, beside the middle of every side; of a point or a line those on it. */
function innerPoints(points: readonly Point[]): Point[] {
  const orientation = Math.sign(signedArea(points));
  return sidesOf(points).map(([[ax, ay], [bx, by]]) => {
    const length = Math.hypot(bx - ax, by - ay);
    const off = length > 0 ? ((slack(ax, ay, bx, by) / BORDER) * OFF * orientation) / length : 0;
    return [(ax + bx) / 2 - off * (by - ay), (ay + by) / 2 + off * (bx - ax)];
  });
}

/** Whether the interiors of two shapes meet; a polygon may also be a single point or a line. */
export function overlap(first: Shape, second: Shape): boolean {
  const [p, q] = [bounds(first), bounds(second)];
  const apart = (['x', 'y'] as const).some(
    (axis) => p[axis][1] < q[axis][0] || q[axis][1] < p[axis][0],
  );
  // Most shapes are far from each other, and this is asked at every move of the pointer.
  if (apart) return false;
  if (first.kind === 'circle') {
    return second.kind === 'circle'
      ? Math.hypot(first.x - second.x, first.y - second.y) <
          first.radius + second.radius - slack(first.x, first.y)
      : overlap(second, first);
  }
  const crossing = sidesOf(first.points).some(([a, b]) => enters(a, b, second));
  if (crossing) return true;
  if (second.kind === 'circle') return contains(first, second.x, second.y);
  return (
    sidesOf(second.points).some(([a, b]) => enters(a, b, first)) ||
    innerPoints(first.points).some(([x, y]) => contains(second, x, y))
  );
}

/** Positive if c lies to the left of a → b. */
const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

/** A polygon whose area is below this (m², twice an area) has none: that is round-off, which grows with coordinates. */
const NO_AREA = 1e-12;

/** Whether no two sides of the outline cross or touch, but for neighbours in their common corner. */
export function isSimple(shape: Shape): boolean {
  if (shape.kind === 'circle') return true;
  const { points } = shape;
  const count = points.length;
  const sides = sidesOf(points);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const [[a, b], [c, d]] = [sides[i], sides[j]];
      if (j === i + 1 || (i === 0 && j === count - 1)) continue;
      const apart = turn(a, b, c) * turn(a, b, d) > 0 || turn(c, d, a) * turn(c, d, b) > 0;
      if (!apart && boxesMeet(a, b, c, d)) return false;
    }
  }
  const size = slack(...points.flat()) / BORDER;
  return Math.abs(signedArea(points)) > NO_AREA * size * size;
}

/** Whether the bounding boxes of two segments meet. */
const boxesMeet = (a: Point, b: Point, c: Point, d: Point): boolean =>
  [0, 1].every(
    (k) =>
      Math.max(a[k], b[k]) >= Math.min(c[k], d[k]) && Math.max(c[k], d[k]) >= Math.min(a[k], b[k]),
  );
