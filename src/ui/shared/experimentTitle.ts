import type { Experiment } from '../../engine/experiment/schema.ts';
import { taskOf } from '../../engine/tasks/index.ts';

interface Opened {
  preset: { title: string };
  experiment: Pick<Experiment, 'task'>;
}

/** What an experiment is called: after its preset, or after its own data, of which the preset says nothing. */
export function titleOf({ preset, experiment }: Opened): string {
  const { label, origin } = taskOf(experiment);
  if (!origin.fromFile) return preset.title;
  const shape = experiment.task.outputs.replaceAll('x', ' × ');
  return shape ? `${label}, ${shape}` : label;
}
