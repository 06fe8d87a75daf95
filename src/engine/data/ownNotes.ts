/** What the division of a file into training and test samples means for what can be learnt from it. */
import type { Experiment } from '../experiment/schema.ts';
import type { NamedArray } from '../files/arrays.ts';
import { product } from '../math.ts';
import type { OwnData } from '../files/ownData.ts';
import { sampleOf } from './own.ts';
import { intervals, ownScaling } from './ownScaling.ts';
import { scaleField, type Scaling } from './scaling.ts';
import { channelStatistics } from '../statistics.ts';

type Divided = Pick<Experiment, 'data'>;

/** Fields whose root mean square is beyond this many times the largest one of the training samples are named. */
const MUCH_LARGER = 1.5;
/** So are times that spread this many times less than others. */
const UNLIKE = 1000;
/** More columns or channels than this are counted and not named. */
const NAMED = 8;

const sizeOf = ({ shape }: NamedArray): number => product(shape.slice(1));

/** Whether the first samples are all the same. */
function isSame({ data, shape }: NamedArray, samples: number): boolean {
  const size = sizeOf({ data, shape, dtype: '' });
  for (let i = size; i < samples * size; i++) if (data[i] !== data[i % size]) return false;
  return true;
}

const isZero = (array: NamedArray, samples: number): boolean =>
  array.data.subarray(0, samples * sizeOf(array)).every((value) => value === 0);

/** Why nothing can be learnt from the training samples, as a sentence; undefined if something can. */
export function trainingProblem({ outputs }: OwnData, { data }: Divided): string | undefined {
  const values = outputs.data.subarray(0, data.train * sizeOf(outputs));
  if (!values.every((value) => value === values[0])) return undefined;
  return `Every output of the ${data.train} training samples is ${values[0]}, so there is nothing to learn. The first samples of the file are for training: shuffle the samples before saving, or use more of them for training.`;
}

/** Sentences on what may be wrong with the division of a file that an experiment fits. */
export function ownNotes(own: OwnData, { data }: Divided): string[] {
  const { inputs, outputs, inputKind } = own;
  const { input, output } = ownScaling(own, data.train);
  const numbers = inputKind === 'parameters';
  return [
    data.train === 1 &&
      'There is only one training sample: networks can repeat it, but learn nothing else.',
    data.train > 1 && sameInputs(inputs, data.train),
    data.train > 1 && isSame(outputs, data.train) && 'All training samples have the same outputs.',
    numbers ? outsideNote(own, data) : largerNote('inputs', own, input, data),
    largerNote('outputs', own, output, data),
    !numbers && constantChannels('outputs', outputs, data.train),
    numbers && unlikeTimes(outputs, data.train),
  ].filter((note) => typeof note === 'string');
}

/** Sentences on how samples are divided and scaled, where a file was read by a mapping: nothing is odd about them. */
export const readingNotes = ({ mapping, scaling, split }: OwnData, { data }: Divided): string[] => [
  ...(split ? [divisionNote(split, data)] : []),
  ...(mapping === undefined ? [] : [scalingNote(scaling, data)]),
];

/** Inputs that are the same in all training samples: the whole of them, or single columns or channels. */
function sameInputs(inputs: NamedArray, train: number): string | false {
  if (isZero(inputs, train)) {
    return `Every input of the ${train} training samples is zero: networks can learn nothing from the inputs. Shuffle the samples before saving.`;
  }
  if (isSame(inputs, train)) {
    return `All ${train} training samples have the same inputs: networks can learn nothing from them. Shuffle the samples before saving.`;
  }
  return constantChannels('inputs', inputs, train);
}

/** Columns of numbers, or channels of fields, that have one value in all training samples. */
function constantChannels(
  what: string,
  { shape, data }: NamedArray,
  train: number,
): string | false {
  const [, channels, ...grid] = shape;
  if (channels === 1) return false;
  const size = product(grid);
  const statistics = channelStatistics(data, { samples: train, channels, size });
  const constant = statistics.flatMap(({ mean, deviation }, i) =>
    deviation === 0 ? [`${i + 1} (${mean})`] : [],
  );
  if (constant.length === 0) return false;
  const noun = grid.length > 0 ? 'channel' : 'column';
  const few = constant.length <= NAMED;
  const which = few ? constant.join(', ') : `${constant.length} of ${channels}`;
  return `The ${what} have one value in all ${train} training samples in ${noun} ${which}: networks can learn nothing from ${constant.length === 1 ? 'it' : 'them'}.`;
}

const testRange = ({ split }: OwnData, { train, test }: Experiment['data']): number[] =>
  Array.from({ length: test }, (_, k) => (split?.train ?? train) + k);

/** Test samples whose numbers leave the intervals of the training samples. */
function outsideNote(own: OwnData, data: Experiment['data']): string | false {
  const { inputs } = own;
  const ranges = intervals(inputs, data.train);
  const far = (index: number): number => {
    const row = Array.from(sampleOf(inputs, index));
    return Math.max(
      ...row.map((value, p) => {
        const [low, high] = ranges[p];
        const away = Math.abs(value - (low + high) / 2);
        const half = (high - low) / 2;
        if (half > 0) return away / half;
        return away > 0 ? Infinity : 0;
      }),
    );
  };
  // The ends of an interval may come out as 1 and a rounding.
  const distances = testRange(own, data)
    .map(far)
    .filter((distance) => distance > 1 + 1e-9);
  if (distances.length === 0) return false;
  const most = Math.max(...distances);
  const how = Number.isFinite(most)
    ? `up to ${Number(most.toPrecision(3))} times half the range from its middle`
    : 'in a column that has one value in training';
  return `${distances.length} of ${data.test} test samples lie outside the training ranges of the inputs (${how}): there networks extrapolate, and their errors say little about the samples inside.`;
}

/** Test samples whose fields are much larger than any of the training samples. */
function largerNote(
  what: 'inputs' | 'outputs',
  own: OwnData,
  scaling: Scaling,
  data: Experiment['data'],
): string | false {
  const array = own[what];
  const [, channels] = array.shape;
  const size = (index: number): number => {
    const scaled = scaleField(sampleOf(array, index), scaling, channels);
    return Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0) / scaled.length);
  };
  let largest = 0;
  for (let i = 0; i < data.train; i++) largest = Math.max(largest, size(i));
  const larger = testRange(own, data)
    .map(size)
    .filter((rms) => rms > MUCH_LARGER * largest);
  if (larger.length === 0) return false;
  const ratio = Math.max(...larger) / largest;
  const how = Number.isFinite(ratio) ? ` (up to ${Number(ratio.toPrecision(3))} times)` : '';
  return `${larger.length} of ${data.test} test samples lie outside the training ranges: their ${what} are larger than those of any training sample${how}. There networks extrapolate.`;
}

/** Times of a field that spread far less than others: quantities of different units, perhaps. */
function unlikeTimes({ shape, data }: NamedArray, train: number): string | false {
  const [, channels, ...grid] = shape;
  const statistics = channelStatistics(data, { samples: train, channels, size: product(grid) });
  const deviations = statistics.map(({ deviation }) => deviation);
  const most = Math.max(...deviations);
  const least = Math.min(...deviations.filter((deviation) => deviation > 0));
  if (!(most > UNLIKE * least)) return false;
  const name = (deviation: number) => deviations.indexOf(deviation) + 1;
  return `All times of the outputs share one scale, and number ${name(least)} varies ${Number((most / least).toPrecision(2)).toLocaleString('en-GB')} times less than number ${name(most)}, so hardly anything of it is learned. If these are different quantities, choose units in which they have similar sizes.`;
}

/** By what values are scaled, where the file was read by a mapping. */
function scalingNote(scaling: OwnData['scaling'], { train }: Experiment['data']): string {
  const one = train === 1 ? 'the one training sample' : `the ${train} training samples`;
  if (!scaling) return `Values are scaled by ${one} alone.`;
  if (scaling.kind === 'none') {
    return 'Values are not scaled, as was chosen: networks learn best where they are about 1.';
  }
  const text = ([low, high]: readonly [number, number]) =>
    [low, high].map((value) => Number(value.toPrecision(4))).join(' to ');
  const { by } = scaling;
  return by
    ? `Values are scaled to [0, 1] by numbers of the file: ${text(by.input)} of the inputs, ${text(by.output)} of the outputs. Relative errors refer to these values, and so are smaller than those of values around their mean.`
    : `Values are scaled to [0, 1] by ${one} alone. Relative errors refer to these values, and so are smaller than those of values around their mean.`;
}

/** How many of the samples that were chosen are used. */
function divisionNote(split: NonNullable<OwnData['split']>, { train, test }: Experiment['data']) {
  if (train === split.train && test === split.test) {
    return `${train} samples are for training and ${test} for testing.`;
  }
  return `${train} of ${split.train} samples for training are used, and ${test} of ${split.test} for tests.`;
}
