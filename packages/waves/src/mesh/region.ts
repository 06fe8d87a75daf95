/** What the unstructured mesher takes: a domain, its holes and the lines that edges must follow. */
import { MeshError, type Point } from './mesh.ts';

/** Centre and radius (m). */
export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/**
 * Closed polygon, in either orientation, without repeating the first point. `names[k]` is the part of
 * the boundary between points k and k+1; a string names them all.
 */
export interface Loop {
  points: readonly Point[];
  names: string | readonly string[];
  /** The circle on which the points lie and whose arcs the edges stand for. */
  circle?: Circle;
}

export interface Polyline {
  points: readonly Point[];
  closed: boolean;
  circle?: Circle;
}

export interface Region {
  /** The domain. */
  outline: Loop;
  /** Obstacles, cut out. They may touch the outline, reach beyond it and overlap each other. */
  holes: readonly Loop[];
  /** Interfaces that mesh edges must follow; parts outside the domain are ignored. */
  lines: readonly Polyline[];
}

/** A coordinate for an error message (m). */
export const metres = (value: number): string => Number(value.toPrecision(4)).toString();
export const place = (x: number, y: number): string => `x = ${metres(x)} m, y = ${metres(y)} m`;

/** Signed area of a polygon (m²), positive if it runs counter-clockwise. */
export function polygonArea(points: readonly Point[]): number {
  const [ox, oy] = points[0];
  let sum = 0;
  for (let k = 1; k + 1 < points.length; k++) {
    const [px, py] = points[k];
    const [qx, qy] = points[k + 1];
    sum += (px - ox) * (qy - oy) - (py - oy) * (qx - ox);
  }
  return sum / 2;
}

export interface Box {
  left: number;
  bottom: number;
  width: number;
  height: number;
}

export function boundingBox(points: readonly Point[]): Box {
  let [left, bottom] = points[0];
  let [right, top] = points[0];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return { left, bottom, width: right - left, height: top - bottom };
}

/** Throws unless all numbers are finite, loops have an area and every edge has a name. */
export function checkRegion(
  { outline, holes, lines }: Region,
  { size, maxNodes, tolerance }: { size: number; maxNodes: number; tolerance: number },
): void {
  if (!Number.isFinite(size) || size <= 0) {
    throw new MeshError(`The mesh size must be a positive length, not ${size} m.`);
  }
  if (!(maxNodes >= 3))
    throw new MeshError(`A mesh needs at least 3 nodes; ${maxNodes} are allowed.`);
  if (!(tolerance >= 0 && tolerance <= size / 4)) {
    throw new MeshError(
      `The tolerance must lie between 0 and a quarter of the mesh size, not ${tolerance} m.`,
    );
  }
  const finite = (what: string, points: readonly Point[]) => {
    const bad = points.findIndex(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
    if (bad >= 0) {
      throw new MeshError(
        `Point ${bad + 1} of ${what} has a coordinate that is not a finite number.`,
      );
    }
  };
  const loop = (what: string, { points, names }: Loop) => {
    finite(what, points);
    if (points.length < 3) throw new MeshError(`${what} needs at least three points.`);
    if (typeof names !== 'string' && names.length !== points.length) {
      throw new MeshError(`${what} has ${points.length} edges but ${names.length} names.`);
    }
    const { width, height } = boundingBox(points);
    if (!(Math.abs(polygonArea(points)) > 1e-9 * (width * width + height * height))) {
      throw new MeshError(`${what} has no area near ${place(points[0][0], points[0][1])}.`);
    }
  };
  loop('The outline', outline);
  for (const [k, hole] of holes.entries()) loop(`Obstacle ${k + 1}`, hole);
  for (const [k, line] of lines.entries()) finite(`interface ${k + 1}`, line.points);
}
