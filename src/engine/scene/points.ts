/** The points at which a field is looked at, and the interpolation to them. */
import type { Experiment } from '../experiment/schema.ts';
import type { Csr } from 'slimwave-waves/csr';
import { interpolationMatrix } from 'slimwave-waves/interpolation';
import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { taskOf } from '../tasks/index.ts';
import { inObstacle, type Scene } from './scene.ts';
import { arcPoints } from './trace.ts';

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

/** Where the networks forecast u: on the zone's grid, or along its boundary. */
export const targetPoints = ({ zone, task }: Pick<Experiment, 'zone' | 'task'>): Point[] =>
  taskOf({ task }).drivesSubmodel
    ? arcPoints(zone, task.arc)
    : gridPoints(zone.x, zone.y, task.grid);

/** Interpolation to points of a scene; rows of points inside obstacles are empty, which gives zero there. */
export const pointMatrix = (
  { scene, mesh }: { scene: Scene; mesh: Mesh },
  points: readonly Point[],
): Csr => interpolationMatrix(mesh, points, (x, y) => inObstacle(scene, x, y), 'zero');
