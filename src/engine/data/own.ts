/** From a file's arrays to the samples of an experiment with own data. */
import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NamedArray } from '../files/arrays.ts';
import { product } from '../math.ts';
import type { OwnData } from '../files/ownData.ts';
import { shapeText } from '../tasks/own/shapes.ts';
import { DataSets } from './dataset.ts';
import { gridSpacing } from './spacing.ts';
import type { SampleChunk, SampleRange } from './ranges.ts';
import { ownScaling } from './ownScaling.ts';
import { scaleField, type Scaling, type SetScaling } from './scaling.ts';
import type { Values } from '../statistics.ts';

type Divided = Pick<Experiment, 'data'>;

/** The shapes of one sample, as the experiment holds them. */
export const ownTask = ({ inputs, outputs }: OwnData): { inputs: string; outputs: string } => ({
  inputs: shapeText(inputs.shape.slice(1)),
  outputs: shapeText(outputs.shape.slice(1)),
});

export const ownCount = ({ inputs }: Pick<OwnData, 'inputs'>): number => inputs.shape[0];

/** Whether an experiment can be run on this file: what is read of it, shapes and number of samples. */
export function fitsOwnData(
  { task, data }: Pick<Experiment, 'task' | 'data'>,
  own: OwnData,
): boolean {
  const { inputs, outputs } = ownTask(own);
  return (
    task.map === (own.mapping ?? '') &&
    task.inputs === inputs &&
    task.outputs === outputs &&
    samplesProblem(own, data) === undefined
  );
}

/** Why so many samples can’t be used, as a sentence; undefined if they can. */
export function samplesProblem(
  own: OwnData,
  { train, test }: Pick<Experiment['data'], 'train' | 'test'>,
): string | undefined {
  const { split } = own;
  if (!split) {
    return train + test <= ownCount(own)
      ? undefined
      : `The file has ${ownCount(own)} samples: training and test samples together must not be more.`;
  }
  return train <= split.train && test <= split.test
    ? undefined
    : `Of the file, ${split.train} samples are for training and ${split.test} for tests: there can’t be more of either.`;
}

/** As many as the schema allows. */
const MOST_TRAIN = 8192;
const MOST_TEST = 2048;

/**
 * All samples where the file was divided when it was read. Otherwise at most the wanted numbers; where the file has fewer,
 * four fifths of it are for training.
 */
export function divideSamples(
  own: Pick<OwnData, 'inputs' | 'split'>,
  wanted: Experiment['data'],
): Experiment['data'] {
  const { split } = own;
  if (split) {
    return {
      ...wanted,
      train: Math.min(MOST_TRAIN, split.train),
      test: Math.min(MOST_TEST, split.test),
    };
  }
  const count = ownCount(own);
  const test = Math.min(wanted.test, Math.max(1, Math.floor(count / 5)));
  return { ...wanted, train: Math.min(wanted.train, count - test), test };
}

export const sampleOf = ({ shape, data }: NamedArray, index: number): Values => {
  const size = product(shape.slice(1));
  return data.subarray(index * size, (index + 1) * size);
};

const rounded = (values: Values): Float32Array =>
  values instanceof Float32Array ? values : new Float32Array(values);

/** Times by which means and deviations may differ from each other before one scale of colours hides some of them. */
const ONE_SCALE = 10;

/** Whether one scale about zero, in the units of the file, shows all channels. */
const fitsOneScale = ({ mean, unit }: Scaling): boolean =>
  Math.max(...unit) <= ONE_SCALE * Math.min(...unit) &&
  mean.every((value, c) => Math.abs(value) <= ONE_SCALE * unit[c]);

/** The first `data.train` samples train, and of those that were not chosen for training the first `data.test` test. */
export class OwnSamples {
  readonly scaling: SetScaling;
  /** Whether the outputs are drawn as they stand in the file; else scaled, channel by channel. */
  readonly drawnAsGiven: boolean;

  constructor(
    private readonly own: OwnData,
    private readonly experiment: Divided,
  ) {
    this.scaling = ownScaling(own, experiment.data.train);
    this.drawnAsGiven = fitsOneScale(this.scaling.output);
  }

  /**
   * What a network takes in of sample `index` (0-based) of the file, scaled in 64 bits (`ownScaling`): numbers, of which
   * one that is constant in training is 0; or the field as [x, y, channel].
   */
  input(index: number): Float32Array {
    const { inputs, inputKind } = this.own;
    const { input } = this.scaling;
    const given = sampleOf(inputs, index);
    if (inputKind === 'parameters') {
      const scaled = Array.from(given, (value, p) => {
        const [middle, half] = [input.mean[p], input.unit[p]];
        return half > 0 ? (value - middle) / half : 0;
      });
      return Float32Array.from(scaled);
    }
    const [, channels, x, y] = inputs.shape;
    const scaled = scaleField(given, input, channels);
    const out = new Float32Array(given.length);
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < x * y; p++) out[p * channels + c] = scaled[c * x * y + p];
    }
    return out;
  }

  /** The field [t, x, y] that belongs to it, as it stands in the file. */
  output = (index: number): Float32Array => rounded(sampleOf(this.own.outputs, index));

  /** The same field scaled, as networks learn it. */
  scaledOutput = (index: number): Float32Array => this.scaled(sampleOf(this.own.outputs, index));

  /** A field [t, x, y] in the units of the file, scaled as the outputs are. */
  scaled = (field: Values): Float32Array =>
    scaleField(field, this.scaling.output, this.own.outputs.shape[1]);

  /** The first channel [x, y] of a field as input, to be drawn: about its mean where that is large (`drawnAsGiven`). */
  drawnInput(index: number): Float32Array {
    const { inputs } = this.own;
    const [, , x, y] = inputs.shape;
    const first = { mean: [this.scaling.input.mean[0]], unit: [this.scaling.input.unit[0]] };
    const given = sampleOf(inputs, index).subarray(0, x * y);
    return fitsOneScale(first) ? rounded(given) : scaleField(given, first, 1);
  }

  /** A channel [x, y] (0-based) of a field as input, as it stands in the file. */
  inputChannel(index: number, channel: number): Float32Array {
    const { inputs } = this.own;
    const [, , x, y] = inputs.shape;
    return rounded(sampleOf(inputs, index).subarray(channel * x * y, (channel + 1) * x * y));
  }

  /** Where test sample `k` (0-based) stands in the file. */
  testIndex = (k: number): number => (this.own.split?.train ?? this.experiment.data.train) + k;

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
    const inputSize = product(this.own.inputs.shape.slice(1));
    const size = product(this.own.outputs.shape.slice(1));
    const inputs = new Float32Array(count * inputSize);
    const fields = new Float32Array(count * size);
    indices.forEach((index, i) => {
      inputs.set(this.input(index), i * inputSize);
      fields.set(this.scaledOutput(index), i * size);
    });
    return {
      set,
      first,
      count,
      inputs,
      fields,
      scaling: { ...this.scaling, spacing: gridSpacing(this.own) },
    };
  }
}

/** Both sets of an experiment that fits the file (`fitsOwnData`), scaled. */
export function ownDataSets(own: OwnData, experiment: Experiment): DataSets {
  const samples = new OwnSamples(own, experiment);
  const sets = new DataSets(experiment);
  for (const set of ['train', 'test'] as const) {
    const { inputs, fields, scaling } = samples.chunk({
      set,
      first: 0,
      count: experiment.data[set],
    });
    sets.put(set, 0, inputs, fields, scaling);
  }
  return sets;
}
