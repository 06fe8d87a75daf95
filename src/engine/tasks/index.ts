/** The registry of tasks: a new task is a folder and one line here. */
import { boundaryTrace } from './boundary-trace/task.ts';
import type { Origin } from './origins/origin.ts';
import { own } from './own/task.ts';
import { propagator } from './propagator/task.ts';
import type { Task } from './task.ts';
import { zoneFrames } from './zone-frames/task.ts';
import { zoneVolume } from './zone-volume/task.ts';

const registry = [zoneFrames, zoneVolume, boundaryTrace, propagator, own] as const;

export type TaskKind = (typeof registry)[number]['id'];

export const tasks: readonly Task[] = registry;
export const taskKinds = registry.map((task) => task.id);
export const taskLabels = Object.fromEntries(
  registry.map((task) => [task.id, task.label]),
) as Record<TaskKind, string>;

/** The task whose samples are those of a user's file. */
export const fileTask: TaskKind = registry.find((task) => task.origin.fromFile)!.id;

export const findTask = (kind: string | undefined): Task | undefined =>
  registry.find(({ id }) => id === kind);

interface WithTask {
  task: { kind: TaskKind };
}

export const taskOf = ({ task }: WithTask): Task => registry.find(({ id }) => id === task.kind)!;

/** Where the samples of an experiment come from. */
export const originOf = (experiment: WithTask): Origin => taskOf(experiment).origin;
