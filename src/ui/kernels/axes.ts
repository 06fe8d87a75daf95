import type { Experiment } from '../../engine/experiment/schema.ts';
import { taskOf } from '../../engine/tasks/index.ts';

/** Names of a kernel's axes, in order. */
export const axisNames = ({ task }: Pick<Experiment, 'task'>): readonly string[] =>
  taskOf({ task })
    .axes(task)
    .map(({ short }) => short);
