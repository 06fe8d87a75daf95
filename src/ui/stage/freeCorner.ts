/** Where the handle of a box stands so that no other marker covers it. */

type Point = readonly [x: number, y: number];
type Interval = readonly [low: number, high: number];

/** Markers that are closer cover each other in a small picture: a share of its longer side. */
const CLOSE = 0.08;

/** The upper left corner, otherwise the first one without a marker close to it; the upper left one if there is none. */
export function freeCorner(
  { x, y }: { x: Interval; y: Interval },
  markers: readonly Point[],
  side: number,
): Point {
  const corners: readonly Point[] = [
    [x[0], y[1]],
    [x[1], y[1]],
    [x[0], y[0]],
    [x[1], y[0]],
  ];
  const isFree = ([left, top]: Point) =>
    markers.every(([mx, my]) => Math.hypot(mx - left, my - top) >= CLOSE * side);
  return corners.find(isFree) ?? corners[0];
}
