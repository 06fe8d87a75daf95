/** Samples of the user's own data on the stage. */
import type { OwnSamples } from '../../engine/data/own.ts';
import type { SampleParameters } from '../../engine/experiment/parameters.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { recordedFrames } from '../../engine/tasks/task.ts';
import type { ShownRecording } from '../state.ts';

/** A test sample as the stage shows it: its field as truth, and where it begins with a field that as the square. */
export function ownRecording(
  experiment: Experiment,
  samples: OwnSamples,
  parameters: SampleParameters,
  sample: number,
): ShownRecording {
  const frames = recordedFrames(taskOf(experiment), experiment.task);
  const points = Number(experiment.task.outputs.split('x').at(-1));
  const index = samples.testIndex(sample);
  const field = experiment.task.inputs.includes('x');
  const further = taskOf(experiment).words.inputs?.(experiment.task).length ?? 0;
  const inputs = new Float32Array(further * points ** 2);
  for (let k = 0; k < further; k++) {
    inputs.set(samples.inputChannel(index, k + 1), k * points ** 2);
  }
  return {
    experiment,
    parameters,
    own: samples,
    zone: samples.output(index),
    domain: field ? samples.drawnInput(index).slice() : new Float32Array(0),
    domainPoints: points,
    inputs,
    times: Array.from({ length: frames }, (_, frame) => frame),
    interval: 1,
    skipped: 0,
    dt: 1,
    steps: frames - 1,
    milliseconds: 0,
    setupMilliseconds: 0,
    seismograms: new Float32Array(0),
    energy: { times: [], values: [] },
  };
}

/**
 * An output of a recording, true or forecast, as it is drawn: own data whose channels one scale can't show is scaled as
 * for training.
 */
export function drawnField({ own, zone }: ShownRecording, field: Float32Array): Float32Array {
  if (!own || field.length !== zone.length) return field;
  return own.drawnAsGiven ? field : own.scaled(field);
}

/** Whether `drawnField` scales. */
export const isDrawnScaled = ({ own }: ShownRecording): boolean =>
  own !== undefined && !own.drawnAsGiven;
