/** The samples of an experiment in physical units, for NumPy and whatever reads its files. */
import { fromNetworkOrder, setNames, type DataSets, type SampleSet } from '../data/dataset.ts';
import { sampleParameters } from '../data/sampling.ts';
import { sourceOf } from '../data/sources/index.ts';
import { pairOf, type Scaling } from '../data/scaling.ts';
import { freeParameters, toArray, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { writeNpz } from '../files/npz.ts';
import type { WritableArray } from '../files/npy.ts';
import { originOf, taskOf } from '../tasks/index.ts';
import { recordedAxes } from '../tasks/task.ts';
import { shortestLink } from './shortestLink.ts';

function fieldsOf(set: SampleSet, experiment: Experiment, scaling: Scaling): WritableArray {
  const data = new Float32Array(set.fields.length);
  for (let i = 0; i < set.count; i++) {
    const at = i * set.size;
    const sample = set.fields.subarray(at, at + set.size);
    data.set(fromNetworkOrder(experiment.task, sample, scaling), at);
  }
  const axes = recordedAxes(taskOf(experiment), experiment.task);
  return { shape: [set.count, ...axes.map(({ points }) => points)], data };
}

const parametersOf = (samples: readonly SampleParameters[]): WritableArray => {
  const rows = samples.map(toArray);
  return { shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) };
};

/** A field as input, in SI units: [count, x, y], or [count, channels, x, y] if there are several, as in own data. */
function inputsOf(set: SampleSet, scaling: Scaling): WritableArray {
  const { count, inputs, inputSize } = set;
  const grid = set.inputShape.slice(0, -1);
  const channels = set.inputShape.at(-1)!;
  const points = inputSize / channels;
  const data = new Float32Array(inputs.length);
  for (let i = 0; i < inputs.length; i++) {
    const channel = i % channels;
    const [mean, unit] = pairOf(scaling, channel);
    const [sample, point] = [Math.floor(i / inputSize), Math.floor((i % inputSize) / channels)];
    data[(sample * channels + channel) * points + point] = mean + unit * inputs[i];
  }
  return { shape: [count, ...(channels > 1 ? [channels] : []), ...grid], data };
}

const isField = (set: SampleSet): boolean => set.inputShape.length > 1;

/**
 * `times` (s) and, per set, `<set>_fields` (m; [sample, time, x, y], [sample, time, arc length] or [sample, x, y])
 * with `<set>_parameters` ([sample, parameter] in SI units) or, from field to field, `<set>_inputs` (m; in a medium u(0)
 * in m and c in m/s as two channels). The sets must be complete; throws otherwise.
 */
export function datasetNpz(sets: DataSets, experiment: Experiment): Uint8Array {
  if (originOf(experiment).fromFile) throw new Error('The samples are already in your own file.');
  const { scaling, inputScaling } = sets;
  if (scaling === undefined) throw new Error('The samples are not complete yet.');
  const samples = sampleParameters(experiment);
  const times = sourceOf(experiment).times(experiment);
  const arrays: Record<string, WritableArray> = {
    times: { shape: [times.length], data: Float64Array.from(times) },
  };
  for (const name of setNames) {
    const set = sets[name];
    if (set.count === 0) continue;
    if (isField(set)) arrays[`${name}_inputs`] = inputsOf(set, inputScaling);
    else arrays[`${name}_parameters`] = parametersOf(samples[name]);
    arrays[`${name}_fields`] = fieldsOf(set, experiment, scaling);
  }
  return writeNpz(arrays);
}

/** What the arrays hold. */
export const describeDataset = (experiment: Experiment) => ({
  link: shortestLink(experiment),
  parameters: taskOf(experiment).beginsWithField(experiment.task) ? [] : freeParameters(experiment),
  fields: {
    unit: 'm',
    axes: ['sample', ...recordedAxes(taskOf(experiment), experiment.task).map(({ name }) => name)],
  },
  times: { unit: 's', values: sourceOf(experiment).times(experiment) },
});
