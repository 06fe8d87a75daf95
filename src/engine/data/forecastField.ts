/** From a sample's free parameters through a network to the field that it forecasts. */
import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { originOf } from '../tasks/index.ts';
import { fromNetworkOrder } from './dataset.ts';
import { networkInput } from './sampling.ts';
import { scaleLast, UNSCALED, type SetScaling } from './scaling.ts';
import { hideObstacles } from './visible.ts';

/**
 * The forecast as it would be recorded, [t, x, y] or [t, s], in metres or as in the user's file; zero inside obstacles.
 * `apply` is the network: one sample's input, scaled and flat, to its output, scaled and flat.
 */
export async function forecastField(
  experiment: Experiment,
  parameters: SampleParameters,
  scaling: SetScaling,
  apply: (input: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const input = networkInput(parameters, experiment);
  if (!originOf(experiment).scaled && scaling.input !== UNSCALED) {
    scaleLast(input, scaling.input, taskIo(experiment).input.at(-1)!);
  }
  const output = await apply(input);
  const field = fromNetworkOrder(experiment.task, output, scaling.output);
  return hideObstacles(experiment, parameters, field);
}
