/** The tasks by their names, and the task of an experiment. */
import type { Origin } from './origins/origin.ts';
import { registry } from './registry.ts';
import type { Task } from './task.ts';

export type TaskKind = (typeof registry)[number]['id'];

export const tasks: readonly Task[] = registry;
export const taskKinds = registry.map((task) => task.id);
export const taskLabels = Object.fromEntries(
  registry.map((task) => [task.id, task.label]),
) as Record<TaskKind, string>;

/** The task whose samples are those of a user's file. */
export const fileTask: TaskKind = registry.find((task) => task.origin.fromFile)!.id;

export const findTask = (kind: string | undefined): Task | undefined =>
  tasks.find(({ id }) => id === kind);

interface WithTask {
  task: { kind: TaskKind };
}

export const taskOf = ({ task }: WithTask): Task => findTask(task.kind)!;

/** Where the samples of an experiment come from. */
export const originOf = (experiment: WithTask): Origin => taskOf(experiment).origin;
