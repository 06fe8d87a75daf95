/** What the output of an experiment's networks covers: lengths, and the times of its frames. */
import { product } from '../math.ts';
import type { FrameLayout } from '../metrics.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { DataSets } from '../data/dataset.ts';
import { perimeterOf } from 'slimwave-waves/scene/trace';
import { sourceOf } from '../data/sources/index.ts';
import { originOf, taskOf } from '../tasks/index.ts';
import { frameLayout, type Axis } from '../tasks/task.ts';
import type { SpectralAxis } from './spectrum.ts';

export interface OutputGeometry {
  frames: FrameLayout;
  /** The axes of a frame: [x, y], or [s]. */
  space: readonly SpectralAxis[];
  /** Positions of a frame. */
  positions: number;
  /** Unit of the lengths; of own data that of the coordinates in the file, or without them the distance of two points. */
  lengthUnit: 'm' | 'file' | 'points';
  /** Times of the frames (s), where they are known. */
  times: readonly number[];
}

/** The distance between the first and the last point of an axis, or once round a closed one. */
function extent(
  experiment: Experiment,
  { name, points }: Axis,
  [dx, dy]: NonNullable<DataSets['spacing']>,
): number {
  const { zone } = experiment;
  const { simulated, fromFile } = originOf(experiment);
  if (name === 'arc length') return perimeterOf(zone);
  if (fromFile) return (points - 1) * (name === 'x' ? dx : dy);
  if (!simulated) return 1;
  const [low, high] = name === 'x' ? zone.x : zone.y;
  return high - low;
}

/** Points of a file that does not say how far apart they are count as equally far along x and y. */
export function outputGeometry(
  experiment: Experiment,
  spacing?: DataSets['spacing'],
): OutputGeometry {
  const task = taskOf(experiment);
  const space = task
    .axes(experiment.task)
    .filter(({ name }) => name !== 'time')
    .map((axis): SpectralAxis => {
      const { points } = axis;
      const closed = axis.name === 'arc length';
      const length = extent(experiment, axis, spacing ?? [1, 1]);
      return { points, closed, length: closed ? length : (length * points) / (points - 1) };
    });
  return {
    frames: frameLayout(task, experiment.task),
    space,
    positions: product(space.map(({ points }) => points)),
    lengthUnit: !originOf(experiment).fromFile ? 'm' : spacing ? 'file' : 'points',
    times: sourceOf(experiment).times(experiment),
  };
}
