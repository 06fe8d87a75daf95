import type { Point } from 'slimwave-waves/mesh/mesh';
import { gridPoints } from 'slimwave-waves/scene/points';
import { arcPoints } from 'slimwave-waves/scene/trace';
import type { Experiment } from '../experiment/schema.ts';
import { taskOf } from '../tasks/index.ts';

/** Where the networks forecast u: on the zone's grid, or along its boundary. */
export const targetPoints = ({ zone, task }: Pick<Experiment, 'zone' | 'task'>): Point[] =>
  taskOf({ task }).drivesSubmodel
    ? arcPoints(zone, task.arc)
    : gridPoints(zone.x, zone.y, task.grid);
