import type { Experiment } from '../../engine/experiment/schema.ts';

/** Names of a kernel's axes, in order. */
export function axisNames({ task }: Pick<Experiment, 'task'>): readonly string[] {
  switch (task.kind) {
    case 'zone-frames':
    case 'propagator':
      return ['x', 'y'];
    case 'own':
      return task.time === 'axis' ? ['t', 'x', 'y'] : ['x', 'y'];
    case 'zone-volume':
      return ['t', 'x', 'y'];
    case 'boundary-trace':
      return ['t', 'arc'];
    default:
      return task.kind satisfies never;
  }
}
