/** Samples of the user's own data on the stage. */
import type { OwnSamples } from '../../engine/data/own.ts';
import type { SampleParameters } from '../../engine/experiment/parameters.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { taskOf } from '../../engine/tasks/index.ts';
import { product } from '../../engine/math.ts';
import { ownGrid } from '../../engine/tasks/own/shapes.ts';
import { recordedFrames } from '../../engine/tasks/task.ts';
import type { ShownRecording } from '../state.ts';

/** A test sample as the stage shows it: its field as truth, and where it begins with a field that as the input. */
export function ownRecording(
  experiment: Experiment,
  samples: OwnSamples,
  parameters: SampleParameters,
  sample: number,
): ShownRecording {
  const frames = recordedFrames(taskOf(experiment), experiment.task);
  const domainShape = ownGrid(experiment.task);
  if (!domainShape) throw new Error('Own data has no shapes until a file is opened.');
  const size = product(domainShape);
  const index = samples.testIndex(sample);
  const field = experiment.task.inputs.includes('x');
  const further = taskOf(experiment).words.inputs?.(experiment.task).length ?? 0;
  const inputs = new Float32Array(further * size);
  for (let k = 0; k < further; k++) {
    inputs.set(samples.inputChannel(index, k + 1), k * size);
  }
  return {
    experiment,
    parameters,
    own: samples,
    zone: samples.output(index),
    domain: field ? samples.drawnInput(index).slice() : new Float32Array(0),
    domainShape,
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
