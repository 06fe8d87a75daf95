/** The error inside the zone when the submodel is driven by a forecast trace instead of the true one. */
import type { SampleParameters } from '../experiment/parameters.ts';
import type { SimulatedExperiment } from './sharing.ts';
import { Simulator } from './simulator.ts';
import { runSubmodel } from './submodel.ts';
import { traceOfFrames } from 'slimwave-waves/scene/trace';
import { relativeL2OfField } from '../metrics.ts';

export interface InteriorErrors {
  /** Samples over which the means are taken, and silent ones that they leave out. */
  samples: number;
  silent: number;
  /** Mean relative L2 error of the trace itself. */
  trace: number;
  /** Mean relative L2 error of the submodel's field against the full model's. */
  interior: number;
  /** The same under the true trace at the same points and times: what no network can better. */
  interiorOfTruth: number;
}

/**
 * `forecast` gives the trace [frames, points] in metres for the free parameters of a sample; `unit` is the root mean
 * square of the training traces (m). Throws `SceneError` where the submodel cannot run.
 */
export async function interiorErrors(
  experiment: SimulatedExperiment,
  samples: readonly SampleParameters[],
  forecast: (values: SampleParameters) => Promise<Float32Array>,
  unit: number,
): Promise<InteriorErrors> {
  const simulator = new Simulator(experiment);
  const { zone, task, scene } = experiment;
  const total = { trace: 0, interior: 0, interiorOfTruth: 0 };
  let count = 0;
  for (const values of samples) {
    const truth = simulator.targets([values])[0];
    const { lambdaMax } = simulator.prepare(values).model;
    const full = simulator.run(values).zone;
    const trace = await forecast(values);
    const inside = (u: Float32Array) => {
      const driving = traceOfFrames(zone, u, task.arc, scene.duration);
      const { zone: field } = runSubmodel(experiment, values, driving, lambdaMax);
      return relativeL2OfField(field, full, unit);
    };
    const errors = {
      trace: relativeL2OfField(trace, truth, unit),
      interior: inside(trace),
      interiorOfTruth: inside(truth),
    };
    // Silent on the boundary or inside.
    if (Object.values(errors).some(Number.isNaN)) continue;
    total.trace += errors.trace;
    total.interior += errors.interior;
    total.interiorOfTruth += errors.interiorOfTruth;
    count++;
  }
  simulator.dispose();
  return {
    samples: count,
    silent: samples.length - count,
    trace: total.trace / count,
    interior: total.interior / count,
    interiorOfTruth: total.interiorOfTruth / count,
  };
}
