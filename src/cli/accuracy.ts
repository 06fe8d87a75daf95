import { originOf } from '../engine/tasks/index.ts';
import { estimateOn } from '../engine/scene/accuracy.ts';
import { cellsPerSide } from '../engine/scene/meshed.ts';
import { measureAccuracy } from '../engine/scene/reference.ts';
import type { Invocation } from './arguments.ts';
import { UsageError } from './usageError.ts';

/** The estimated error of the wave in the zone, as shares of it, and with `--reference` the measured one. */
export function accuracyReport({ experiment, preset, parameters, reference }: Invocation) {
  if (!originOf(experiment).simulated) {
    throw new UsageError(
      'Only waves in a scene have an estimate: random fields and own data have none.',
    );
  }
  const { scene } = experiment;
  const cells = cellsPerSide(experiment);
  return {
    preset,
    mesh: scene.mesh,
    order: scene.order,
    cells,
    estimated: estimateOn(experiment, cells),
    ...(reference === true ? { measured: measureAccuracy(experiment, parameters) } : {}),
  };
}
