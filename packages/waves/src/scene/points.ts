/** The points at which a field is looked at, and the interpolation to them. */
import type { Csr } from '../csr.ts';
import { interpolationMatrix } from '../interpolation.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import { inObstacle, type Scene } from './scene.ts';

/** The regular grid [x, y] of `count`² points over a rectangle, edges included. */
export function gridPoints(
  x: readonly [number, number],
  y: readonly [number, number],
  count: number,
): Point[] {
  const along = ([low, high]: readonly [number, number], i: number) =>
    low + ((high - low) * i) / (count - 1);
  return Array.from({ length: count * count }, (_, p) => [
    along(x, Math.floor(p / count)),
    along(y, p % count),
  ]);
}

/** Interpolation to points of a scene; rows of points inside obstacles are empty, which gives zero there. */
export const pointMatrix = (
  { scene, mesh }: { scene: Scene; mesh: Mesh },
  points: readonly Point[],
): Csr => interpolationMatrix(mesh, points, (x, y) => inObstacle(scene, x, y), 'zero');
