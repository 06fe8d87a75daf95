import type { Outputs } from 'slimwave-waves/scene/timing';
import type { Experiment } from '../experiment/schema.ts';
import { taskOf } from '../tasks/index.ts';

/** When an experiment records: a boundary trace begins at rest, since the submodel needs all of it. */
export const outputsOf = ({ scene, task }: Pick<Experiment, 'scene' | 'task'>): Outputs => ({
  from: taskOf({ task }).drivesSubmodel ? 0 : scene.from,
  duration: scene.duration,
  frames: task.frames,
});
