/** From a file's arrays to the samples of an experiment with own data. */
import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { countOf, type NamedArray } from '../files/arrays.ts';
import type { OwnData } from '../files/ownData.ts';
import { shapeText } from '../tasks/ownShapes.ts';
import { DataSets } from './dataset.ts';
import type { SampleChunk, SampleRange } from './samples.ts';

type Divided = Pick<Experiment, 'data'>;

/** The shapes of one sample, as the experiment holds them. */
export const ownTask = ({ inputs, outputs }: OwnData): { inputs: string; outputs: string } => ({
  inputs: shapeText(inputs.shape.slice(1)),
  outputs: shapeText(outputs.shape.slice(1)),
});

export const ownCount = ({ inputs }: OwnData): number => inputs.shape[0];

/** Whether an experiment can be run on this file: shapes and number of samples. */
export function fitsOwnData(
  { task, data }: Pick<Experiment, 'task' | 'data'>,
  own: OwnData,
): boolean {
  const { inputs, outputs } = ownTask(own);
  return (
    task.inputs === inputs && task.outputs === outputs && data.train + data.test <= ownCount(own)
  );
}

/** At most the wanted numbers of samples; where the file has fewer, four fifths of it are for training. */
export function divideSamples(count: number, wanted: Experiment['data']): Experiment['data'] {
  const test = Math.min(wanted.test, Math.max(1, Math.floor(count / 5)));
  return { ...wanted, train: Math.min(wanted.train, count - test), test };
}

const sampleOf = ({ shape, data }: NamedArray, index: number): Float32Array => {
  const size = countOf(shape.slice(1));
  return data.subarray(index * size, (index + 1) * size);
};

/** The first `data.train` samples of the file train, the next `data.test` test. */
export class OwnSamples {
  /** Per number of the inputs: smallest and largest value of the training set. */
  private readonly intervals: readonly (readonly [low: number, high: number])[];

  constructor(
    private readonly own: OwnData,
    private readonly experiment: Divided,
  ) {
    this.intervals = own.inputKind === 'parameters' ? this.trainingIntervals() : [];
  }

  private trainingIntervals(): [number, number][] {
    const { inputs } = this.own;
    const rows = Array.from({ length: this.experiment.data.train }, (_, i) => sampleOf(inputs, i));
    return Array.from({ length: inputs.shape[1] }, (_, p) =>
      rows.reduce<[number, number]>(
        ([low, high], row) => [Math.min(low, row[p]), Math.max(high, row[p])],
        [Infinity, -Infinity],
      ),
    );
  }

  /**
   * What a network takes in of sample `index` (0-based) of the file: numbers mapped from the training set's
   * intervals to [−1, 1], a constant one to 0; or the field as [x, y, channel].
   */
  input(index: number): Float32Array {
    const { inputs, inputKind } = this.own;
    const given = sampleOf(inputs, index);
    if (inputKind === 'parameters') {
      return given.map((value, p) => {
        const [low, high] = this.intervals[p];
        return high > low ? (2 * value - low - high) / (high - low) : 0;
      });
    }
    const [, channels, x, y] = inputs.shape;
    const out = new Float32Array(given.length);
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < x * y; p++) out[p * channels + c] = given[c * x * y + p];
    }
    return out;
  }

  /** The field [t, x, y] that belongs to it. */
  output = (index: number): Float32Array => sampleOf(this.own.outputs, index);

  /** The input as it stands in the file: numbers, or [channel, x, y]. */
  given = (index: number): Float32Array => sampleOf(this.own.inputs, index);

  /** Where test sample `k` (0-based) stands in the file. */
  testIndex = (k: number): number => this.experiment.data.train + k;

  /** Test sample `k` (0-based), as forecasts are asked for. */
  testSample = (k: number): SampleParameters => ({
    x: 0,
    y: 0,
    frequency: 0,
    others: [...this.input(this.testIndex(k))],
  });

  chunk({ set, first, count }: SampleRange): SampleChunk {
    const begin = (set === 'train' ? 0 : this.testIndex(0)) + first;
    const indices = Array.from({ length: count }, (_, i) => begin + i);
    const inputSize = countOf(this.own.inputs.shape.slice(1));
    const size = countOf(this.own.outputs.shape.slice(1));
    const inputs = new Float32Array(count * inputSize);
    const fields = new Float32Array(count * size);
    indices.forEach((index, i) => {
      inputs.set(this.input(index), i * inputSize);
      fields.set(this.output(index), i * size);
    });
    return { set, first, count, inputs, fields };
  }
}

/** Both sets of an experiment that fits the file (`fitsOwnData`), scaled. */
export function ownDataSets(own: OwnData, experiment: Experiment): DataSets {
  const samples = new OwnSamples(own, experiment);
  const sets = new DataSets(experiment);
  for (const set of ['train', 'test'] as const) {
    const { inputs, fields } = samples.chunk({ set, first: 0, count: experiment.data[set] });
    sets.put(set, 0, inputs, fields);
  }
  return sets;
}
