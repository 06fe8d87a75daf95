/** What goes into a network and what comes out of it, for every task. */
import type { Experiment } from '../experiment/schema.ts';
import { freeParameters } from '../experiment/parameters.ts';
import type { Padding } from '../formats/paddings.ts';
import { hasOwnShapes, shapeOf } from './ownShapes.ts';

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

/** Whether the samples are random fields whose solution is an exact series of modes. */
export const hasModes = ({ task }: Pick<Experiment, 'task'>): boolean => task.kind === 'propagator';

export const isOwn = ({ task }: Pick<Experiment, 'task'>): boolean => task.kind === 'own';

/** Whether a scene is simulated, so that everything about it counts. */
export const hasScene = (experiment: Pick<Experiment, 'task'>): boolean =>
  !hasModes(experiment) && !isOwn(experiment);

/** Whether the input of a network is a field and not a few numbers. */
export const beginsWithField = (experiment: Pick<Experiment, 'task'>): boolean =>
  hasModes(experiment) || (isOwn(experiment) && shapeOf(experiment.task.inputs).length === 3);

/** Of own data: [parameters] or [x, y, channels], and times as channels or as the first axis. */
function ownIo(task: Experiment['task']): TaskIo {
  if (!hasOwnShapes(task)) throw new Error('Own data has no shapes until a file is opened.');
  const [first, ...space] = shapeOf(task.inputs);
  const [frames, x, y] = shapeOf(task.outputs);
  const input = [...space, first];
  return task.time === 'axis'
    ? { input, grid: [frames, x, y], channels: 1, padding: ['zero', 'zero', 'zero'] }
    : { input, grid: [x, y], channels: frames, padding: ['zero', 'zero'] };
}

export function taskIo(experiment: Planned): TaskIo {
  const { kind, grid, frames, arc } = experiment.task;
  if (kind === 'own') return ownIo(experiment.task);
  const input = hasModes(experiment) ? [grid, grid, 1] : [freeParameters(experiment).length];
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
