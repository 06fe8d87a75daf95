/** Shapes of obstacles and inclusions. */
import type { Item } from '../experiment/list.ts';
import type { Point } from '../fem/mesh/mesh.ts';

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

/**
 * The shape of a list item and the numbers that follow it, such as speed and density. Of intervals the lower
 * end is taken.
 */
export function shapeOf({ kind, numbers }: Item, more: number): { shape: Shape; rest: number[] } {
  const values = numbers.map(([low]) => low);
  switch (kind) {
    case 'circle': {
      const [x, y, radius, ...rest] = values;
      return { shape: { kind: 'circle', x, y, radius }, rest };
    }
    case 'rectangle': {
      const [x, y, width, height, ...rest] = values;
      const box: Box = {
        x: [x - width / 2, x + width / 2],
        y: [y - height / 2, y + height / 2],
      };
      return { shape: boxPolygon(box), rest };
    }
    case 'polygon': {
      const coordinates = values.slice(more);
      const points = Array.from({ length: coordinates.length / 2 }, (_, i): Point => [
        coordinates[2 * i],
        coordinates[2 * i + 1],
      ]);
      return { shape: { kind: 'polygon', points }, rest: values.slice(0, more) };
    }
    default:
      throw new Error(`There is no shape “${kind}”.`);
  }
}

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

/** Whether a point lies inside (even-odd rule for polygons). */
export function contains(shape: Shape, x: number, y: number): boolean {
  if (shape.kind === 'circle') return Math.hypot(x - shape.x, y - shape.y) < shape.radius;
  const { points } = shape;
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [points[i], points[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Positive if c lies to the left of a → b. */
const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

/** Shapes that only touch do not overlap; this much (m², twice an area) is round-off. */
const TOUCHING = 1e-12;

/** Whether two segments cross in a point that is inside both. */
const cross = (a: Point, b: Point, c: Point, d: Point): boolean => {
  const apart = (p: number, q: number) => Math.min(p, q) < -TOUCHING && Math.max(p, q) > TOUCHING;
  return apart(turn(a, b, c), turn(a, b, d)) && apart(turn(c, d, a), turn(c, d, b));
};

/** Sides of a polygon that stands for a circle when shapes are compared. */
const COMPARED_SIDES = 64;

const outlineOf = (shape: Shape): readonly Point[] =>
  corners(shape, shape.kind === 'circle' ? (2 * Math.PI * shape.radius) / COMPARED_SIDES : 1);

/** Whether the outlines of two shapes cross each other. */
export function outlinesCross(first: Shape, second: Shape): boolean {
  const [p, q] = [outlineOf(first), outlineOf(second)];
  return p.some((a, i) =>
    q.some((c, j) => cross(a, p[(i + 1) % p.length], c, q[(j + 1) % q.length])),
  );
}

/** How far (m) points are moved off an outline to tell inside from outside. */
const OFF = 1e-7;

/** Points just inside a shape, beside the middle of every side; of a point or a line those on it. */
function innerPoints(points: readonly Point[]): Point[] {
  const orientation = Math.sign(signedArea(points));
  return points.map(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length];
    const length = Math.hypot(bx - ax, by - ay);
    const off = length > 0 ? (OFF * orientation) / length : 0;
    return [(ax + bx) / 2 - off * (by - ay), (ay + by) / 2 + off * (bx - ax)];
  });
}

/** Twice the signed area (m²), positive if the points run counter-clockwise. */
const signedArea = (points: readonly Point[]): number =>
  points.reduce((sum, [ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length];
    return sum + ax * by - ay * bx;
  }, 0);

/** Whether the interiors of two shapes meet; a shape may also be a single point or a line. */
export function overlap(first: Shape, second: Shape): boolean {
  const [p, q] = [bounds(first), bounds(second)];
  const apart = (['x', 'y'] as const).some(
    (axis) => p[axis][1] < q[axis][0] || q[axis][1] < p[axis][0],
  );
  // Most shapes are far from each other, and this is asked at every move of the pointer.
  if (apart) return false;
  if (outlinesCross(first, second)) return true;
  const within = (inner: Shape, outer: Shape) =>
    innerPoints(outlineOf(inner)).some(([x, y]) => contains(outer, x, y));
  return within(first, second) || within(second, first);
}

/** Whether no two sides of the outline cross or touch, but for neighbours in their common corner. */
export function isSimple(shape: Shape): boolean {
  if (shape.kind === 'circle') return true;
  const { points } = shape;
  const count = points.length;
  const side = (i: number) => [points[i], points[(i + 1) % count]] as const;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const [[a, b], [c, d]] = [side(i), side(j)];
      if (j === i + 1 || (i === 0 && j === count - 1)) continue;
      const apart = turn(a, b, c) * turn(a, b, d) > 0 || turn(c, d, a) * turn(c, d, b) > 0;
      if (!apart && boxesMeet(a, b, c, d)) return false;
    }
  }
  return Math.abs(signedArea(points)) > TOUCHING;
}

/** Whether the bounding boxes of two segments meet. */
const boxesMeet = (a: Point, b: Point, c: Point, d: Point): boolean =>
  [0, 1].every(
    (k) =>
      Math.max(a[k], b[k]) >= Math.min(c[k], d[k]) && Math.max(c[k], d[k]) >= Math.min(a[k], b[k]),
  );
