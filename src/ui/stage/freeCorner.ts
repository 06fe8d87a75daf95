/** Where the handle of a box stands so that no other marker covers it. */

type Point = readonly [x: number, y: number];
type Interval = readonly [low: number, high: number];

/** Markers that are closer (m) cover each other in a small square. */
const CLOSE = 0.08;

/** The upper left corner, otherwise the first one without a marker close to it; the upper left one if there is none. */
export function freeCorner(
  { x, y }: { x: Interval; y: Interval },
  markers: readonly Point[],
): Point {
  const corners: readonly Point[] = [
    [x[0], y[1]],
    [x[1], y[1]],
    [x[0], y[0]],
    [x[1], y[0]],
  ];
  const isFree = ([left, top]: Point) =>
    markers.every(([mx, my]) => Math.hypot(mx - left, my - top) >= CLOSE);
  return corners.find(isFree) ?? corners[0];
}
