/** What goes into a network and what comes out of it, for the task of an experiment. */
import type { Padding } from 'slimwave-formats/paddings';
import { taskOf } from '../tasks/index.ts';
import { freeParameters } from './parameters.ts';
import type { Experiment } from './schema.ts';

export interface TaskIo {
  /** Of one sample: [parameters], or a field [x, y, channel]. */
  input: readonly number[];
  /** Output grid: [x, y], [t, x, y] or [t, s]. */
  grid: readonly number[];
  /** Channels of the output. */
  channels: number;
  /** How fields go on beyond the grid in this task, one per axis. */
  padding: readonly Padding[];
}

export type Planned = Pick<Experiment, 'scene' | 'source' | 'task'>;

/** Throws for own data before a file was opened. */
export function taskIo(experiment: Planned): TaskIo {
  const { task } = experiment;
  const definition = taskOf(experiment);
  const axes = definition.axes(task);
  return {
    input: definition.input(task, freeParameters(experiment).length),
    grid: axes.map(({ points }) => points),
    channels: definition.channels(task).count,
    padding: axes.map(({ padding }) => padding),
  };
}
