/** The points at which a field is looked at, and the interpolation to them. */
import { interpolationMatrix, type Interpolation } from '../interpolation.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import { inObstacle, type Scene } from './scene.ts';

/** The regular grid [x, y] of `count` points along each side of a rectangle, edges included. */
export function gridPoints(
  x: readonly [number, number],
  y: readonly [number, number],
  count: number | readonly [across: number, up: number],
): Point[] {
  const [across, up] = typeof count === 'number' ? [count, count] : count;
  const along = ([low, high]: readonly [number, number], i: number, points: number) =>
    low + ((high - low) * i) / (points - 1);
  return Array.from({ length: across * up }, (_, p) => [
    along(x, Math.floor(p / up), across),
    along(y, p % up, up),
  ]);
}

/** Interpolation to points of a scene; rows of points inside obstacles are empty, which gives zero there. */
export const pointMatrix = (
  { scene, mesh }: { scene: Scene; mesh: Mesh },
  points: readonly Point[],
): Interpolation => interpolationMatrix(mesh, points, (x, y) => inObstacle(scene, x, y), 'zero');
