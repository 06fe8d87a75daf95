/**
 * The user's own data file: its arrays stay here, beside the store, and from them come the samples that the
 * networks train on and the sample on the stage.
 */
import { fitsOwnData, ownCount, OwnSamples } from '../../engine/data/own.ts';
import { trainingProblem } from '../../engine/data/ownNotes.ts';
import type { SampleParameters } from '../../engine/experiment/parameters.ts';
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import type { OwnData } from '../../engine/files/ownData.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import { recordedFrames } from '../../engine/tasks/task.ts';
import type { SceneRecording } from '../../worker/protocol.ts';

interface Opened {
  /** Counts the files of this page: two may have the same shapes. */
  id: number;
  name: string;
  data: OwnData;
}

let opened: Opened | undefined;

export const ownFile = (): Opened | undefined => opened;

export function keepOwnFile(data: OwnData, name: string): void {
  opened = { id: (opened?.id ?? 0) + 1, name, data };
}

/** Asked at every change of a setting, and the answer takes a look at all training samples. */
let judged: { id: number; train: number; problem?: string } | undefined;

function problemOf({ id, data }: Opened, experiment: Experiment): string | undefined {
  const { train } = experiment.data;
  if (judged?.id !== id || judged.train !== train) {
    judged = { id, train, problem: trainingProblem(data, experiment) };
  }
  return judged.problem;
}

/** What keeps an experiment, valid by itself, from running on the file that is open. */
export function ownIssues(experiment: Experiment): Issue[] {
  if (!originOf(experiment).fromFile) return [];
  if (opened && fitsOwnData(experiment, opened.data)) {
    const message = problemOf(opened, experiment);
    return message === undefined ? [] : [{ key: 'data.train', message }];
  }
  const { task, data } = experiment;
  const count = opened ? ownCount(opened.data) : 0;
  // Any one sample fits where only the number of samples is too large.
  const shapesFit =
    opened && fitsOwnData({ task, data: { ...data, train: 1, test: 1 } }, opened.data);
  return shapesFit
    ? [
        {
          key: 'data.train',
          message: `The file has ${count} samples: training and test samples together must not be more.`,
        },
      ]
    : [{ key: 'task.kind', message: 'This experiment needs its data file: drop it again.' }];
}

let known: { id: number; train: number; samples: OwnSamples } | undefined;

/** The samples of an experiment without `ownIssues`. */
export function ownSamples(experiment: Experiment): OwnSamples {
  if (!opened) throw new Error('No data file is open.');
  const { train } = experiment.data;
  if (known?.id !== opened.id || known.train !== train) {
    known = { id: opened.id, train, samples: new OwnSamples(opened.data, experiment) };
  }
  return known.samples;
}

/**
 * An output of a recording, true or forecast, as it is drawn: own data whose channels one scale can't show is scaled as
 * for training.
 */
export function drawnField(
  { experiment, zone }: SceneRecording,
  field: Float32Array,
): Float32Array {
  if (!originOf(experiment).fromFile || field.length !== zone.length) return field;
  const samples = ownSamples(experiment);
  return samples.drawnAsGiven ? field : samples.scaled(field);
}

/** Whether `drawnField` scales. */
export const isDrawnScaled = ({ experiment }: SceneRecording): boolean =>
  originOf(experiment).fromFile && !ownSamples(experiment).drawnAsGiven;

/** A test sample as the stage shows it: its field as truth, and where it begins with a field that as the square. */
export function ownRecording(
  experiment: Experiment,
  parameters: SampleParameters,
  sample: number,
): SceneRecording {
  const samples = ownSamples(experiment);
  const frames = recordedFrames(taskOf(experiment), experiment.task);
  const points = Number(experiment.task.outputs.split('x').at(-1));
  const index = samples.testIndex(sample);
  const field = experiment.task.inputs.includes('x');
  return {
    experiment,
    parameters,
    zone: samples.output(index),
    domain: field ? samples.drawnInput(index).slice() : new Float32Array(0),
    domainPoints: points,
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
