/** What goes into a network and what comes out of it, for every task. */
import type { Experiment } from '../experiment/schema.ts';
import { freeParameters } from '../experiment/parameters.ts';
import type { Padding } from '../formats/paddings.ts';

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

/** Whether the input is a field and not the scene's free parameters. */
export const isFieldTask = ({ task }: Pick<Experiment, 'task'>): boolean =>
  task.kind === 'propagator';

export function taskIo(experiment: Planned): TaskIo {
  const { kind, grid, frames, arc } = experiment.task;
  const input = isFieldTask(experiment) ? [grid, grid, 1] : [freeParameters(experiment).length];
  switch (kind) {
    case 'zone-frames':
      return { input, grid: [grid, grid], channels: frames, padding: ['zero', 'zero'] };
    case 'zone-volume':
      return { input, grid: [frames, grid, grid], channels: 1, padding: ['zero', 'zero', 'zero'] };
    case 'boundary-trace':
      return { input, grid: [frames, arc], channels: 1, padding: ['zero', 'circular'] };
    case 'propagator':
      return { input, grid: [grid, grid], channels: 1, padding: ['odd', 'odd'] };
    default:
      return kind satisfies never;
  }
}
