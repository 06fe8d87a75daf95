/** The samples of an experiment in physical units, for NumPy and whatever reads its files. */
import { fromNetworkOrder, setNames, type DataSets, type SampleSet } from '../data/dataset.ts';
import { sampleParameters } from '../data/sampling.ts';
import type { Scaling } from '../data/scaling.ts';
import { freeParameters, toArray, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { writeNpz } from '../files/npz.ts';
import type { WritableArray } from '../files/npy.ts';
import { outputsOf, outputTimes } from '../scene/timing.ts';
import { hasModes, isOwn } from '../tasks/io.ts';
import { shapeOf } from '../tasks/ownShapes.ts';
import { shortestLink } from './shortestLink.ts';

/** Shape of one recorded sample. */
function recordingShape({ task }: Experiment): number[] {
  switch (task.kind) {
    case 'zone-frames':
    case 'zone-volume':
      return [task.frames, task.grid, task.grid];
    case 'boundary-trace':
      return [task.frames, task.arc];
    case 'propagator':
      return [task.grid, task.grid];
    case 'own':
      return shapeOf(task.outputs);
    default:
      return task.kind satisfies never;
  }
}

function fieldsOf(set: SampleSet, experiment: Experiment, scaling: Scaling): WritableArray {
  const data = new Float32Array(set.fields.length);
  for (let i = 0; i < set.count; i++) {
    const at = i * set.size;
    const sample = set.fields.subarray(at, at + set.size);
    data.set(fromNetworkOrder(experiment.task, sample, scaling), at);
  }
  return { shape: [set.count, ...recordingShape(experiment)], data };
}

const parametersOf = (samples: readonly SampleParameters[]): WritableArray => {
  const rows = samples.map(toArray);
  return { shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) };
};

/** A field as input is [count, x, y] in metres. */
const inputsOf = (set: SampleSet, { unit }: Scaling): WritableArray => ({
  shape: [set.count, ...set.inputShape.slice(0, -1)],
  data: set.inputs.map((value) => value * unit[0]),
});

const timesOf = (experiment: Experiment): number[] =>
  hasModes(experiment) ? [experiment.modes.time] : outputTimes(outputsOf(experiment));

/**
 * `times` (s) and, per set, `<set>_fields` (m; [sample, time, x, y], [sample, time, arc length] or [sample, x, y])
 * with `<set>_parameters` ([sample, parameter] in SI units) or, from field to field, `<set>_inputs` (m). The sets
 * must be complete; throws otherwise.
 */
export function datasetNpz(sets: DataSets, experiment: Experiment): Uint8Array {
  if (isOwn(experiment)) throw new Error('The samples are those of your own file already.');
  const { scaling, inputScaling } = sets;
  if (scaling === undefined) throw new Error('The samples are not complete yet.');
  const samples = sampleParameters(experiment);
  const arrays: Record<string, WritableArray> = {
    times: { shape: [timesOf(experiment).length], data: Float64Array.from(timesOf(experiment)) },
  };
  for (const name of setNames) {
    const set = sets[name];
    if (set.count === 0) continue;
    if (hasModes(experiment)) arrays[`${name}_inputs`] = inputsOf(set, inputScaling);
    else arrays[`${name}_parameters`] = parametersOf(samples[name]);
    arrays[`${name}_fields`] = fieldsOf(set, experiment, scaling);
  }
  return writeNpz(arrays);
}

/** What the arrays hold. */
export const describeDataset = (experiment: Experiment) => ({
  link: shortestLink(experiment),
  parameters: hasModes(experiment) ? [] : freeParameters(experiment),
  fields: {
    unit: 'm',
    axes: ['sample', ...recordingAxes[experiment.task.kind]],
  },
  times: { unit: 's', values: timesOf(experiment) },
});

const recordingAxes: Readonly<Record<Experiment['task']['kind'], readonly string[]>> = {
  'zone-frames': ['time', 'x', 'y'],
  'zone-volume': ['time', 'x', 'y'],
  'boundary-trace': ['time', 'arc length'],
  propagator: ['x', 'y'],
  own: ['time or channel', 'x', 'y'],
};
