/** What the error of a sample may depend on: the free parameters of the samples, and how strong they are. */
import type { DataSets } from '../data/dataset.ts';
import { sampleParameters } from '../data/sampling.ts';
import { pairOf } from '../data/scaling.ts';
import { freeParameters, toArray } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { originOf } from '../tasks/index.ts';

export interface Against {
  key: string;
  title: string;
  unit?: string;
  /** Range of the training samples. */
  low: number;
  high: number;
  /** Of every test sample. */
  values: number[];
}

/** Numbers of a user's file that are offered; those after them are rarely told apart. */
const MOST_INPUTS = 12;

function sceneParameters(experiment: Experiment): Against[] {
  if (!originOf(experiment).simulated) return [];
  const samples = sampleParameters(experiment).test.map(toArray);
  return freeParameters(experiment).flatMap(({ key, title, unit, low, high }, i) =>
    low < high ? [{ key, title, unit, low, high, values: samples.map((all) => all[i]) }] : [],
  );
}

/** Of own data that begins with numbers; one that is the same in all training samples has no range to show. */
function inputNumbers(experiment: Experiment, { train, test, inputScaling }: DataSets): Against[] {
  if (originOf(experiment).simulated || test.inputShape.length > 1) return [];
  return Array.from({ length: Math.min(MOST_INPUTS, test.inputSize) }, (_, input) => {
    const [mean, unit] = pairOf(inputScaling, input);
    const valuesOf = ({ inputs, inputSize, count }: typeof test) =>
      Array.from({ length: count }, (__, i) => inputs[i * inputSize + input] * unit + mean);
    return {
      key: `input ${input + 1}`,
      title: `Input ${input + 1}`,
      ...rangeOf(valuesOf(train)),
      values: valuesOf(test),
    };
  }).filter(({ low, high }) => low < high);
}

const rangeOf = (values: readonly number[]): { low: number; high: number } => ({
  low: values.reduce((least, value) => Math.min(least, value), Infinity),
  high: values.reduce((most, value) => Math.max(most, value), -Infinity),
});

/** Root mean square of the truth; of own data as scaled. */
function strength(experiment: Experiment, { train, test, scaling }: DataSets): Against {
  const { scaled, unit } = originOf(experiment);
  const factor = (scaled ? 1 : scaling!.unit[0]) / Math.sqrt(test.size);
  const valuesOf = ({ norms }: typeof test) => Array.from(norms, (norm) => norm * factor);
  return {
    key: 'strength',
    title: 'Root mean square of the truth',
    unit: scaled ? undefined : unit,
    ...rangeOf(valuesOf(train)),
    values: valuesOf(test),
  };
}

/** Parameters of the scene, or numbers of a user's file; last, what there always is: the strength of the truth. */
export const errorsAgainst = (experiment: Experiment, sets: DataSets): Against[] => [
  ...sceneParameters(experiment),
  ...inputNumbers(experiment, sets),
  strength(experiment, sets),
];
