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

/** The corners of a shape; of a circle those of a regular polygon on it with sides of about `size` (m). */
export function corners(shape: Shape, size: number): readonly Point[] {
  if (shape.kind === 'polygon') return shape.points;
  const { x, y, radius } = shape;
  const sides = Math.max(MIN_SIDES, Math.ceil((2 * Math.PI * radius) / size));
  return Array.from({ length: sides }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / sides;
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
const cross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  turn(a, b, c) * turn(a, b, d) < -(TOUCHING ** 2) &&
  turn(c, d, a) * turn(c, d, b) < -(TOUCHING ** 2);

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

/** Whether the interiors of two shapes meet; a shape may also be a single point or a line. */
export function overlap(first: Shape, second: Shape): boolean {
  if (outlinesCross(first, second)) return true;
  const [p, q] = [outlineOf(first), outlineOf(second)];
  const within = (points: readonly Point[], shape: Shape) =>
    // The points are drawn a little to their centre: those on the outline of the other shape only touch.
    points.some(([x, y]) => {
      const [cx, cy] = centre(points);
      return contains(shape, x + 1e-7 * (cx - x), y + 1e-7 * (cy - y));
    });
  return within(p, second) || within(q, first);
}

function centre(points: readonly Point[]): Point {
  const sum = points.reduce(([sx, sy], [x, y]) => [sx + x, sy + y] as const, [0, 0] as const);
  return [sum[0] / points.length, sum[1] / points.length];
}
