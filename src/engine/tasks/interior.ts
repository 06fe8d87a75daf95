/** The error inside the zone when the submodel is driven by a forecast trace instead of the true one. */
import type { SampleParameters } from '../experiment/parameters.ts';
import { Simulator, type SimulatedExperiment } from '../scene/simulator.ts';
import { runSubmodel } from '../scene/submodel.ts';
import { traceOfFrames } from '../scene/trace.ts';
import { relativeL2OfField } from '../train/metrics.ts';

export interface InteriorErrors {
  /** Samples over which the means are taken. */
  samples: number;
  /** Mean relative L2 error of the trace itself. */
  trace: number;
  /** Mean relative L2 error of the submodel's field against the full model's. */
  interior: number;
  /** The same under the true trace at the same points and times: what no network can better. */
  interiorOfTruth: number;
}

/**
 * `forecast` gives the trace [frames, points] in metres for the free parameters of a sample. Throws
 * `SceneError` where the submodel cannot run.
 */
export async function interiorErrors(
  experiment: SimulatedExperiment,
  samples: readonly SampleParameters[],
  forecast: (values: SampleParameters) => Promise<Float32Array>,
): Promise<InteriorErrors> {
  const simulator = new Simulator(experiment);
  const { zone, task, scene } = experiment;
  const total = { trace: 0, interior: 0, interiorOfTruth: 0 };
  for (const values of samples) {
    const truth = simulator.targets([values])[0];
    const { lambdaMax } = simulator.prepare(values).model;
    const full = simulator.run(values).zone;
    const trace = await forecast(values);
    const inside = (u: Float32Array) => {
      const driving = traceOfFrames(zone, u, task.arc, scene.duration);
      return relativeL2OfField(runSubmodel(experiment, values, driving, lambdaMax).zone, full);
    };
    total.trace += relativeL2OfField(trace, truth);
    total.interior += inside(trace);
    total.interiorOfTruth += inside(truth);
  }
  simulator.dispose();
  const count = samples.length;
  return {
    samples: count,
    trace: total.trace / count,
    interior: total.interior / count,
    interiorOfTruth: total.interiorOfTruth / count,
  };
}
