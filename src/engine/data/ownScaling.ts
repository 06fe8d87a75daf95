/** How the values of a user’s file are scaled: by its training samples, or by numbers of the file. */
import type { NamedArray } from '../files/arrays.ts';
import type { OwnData } from '../files/ownData.ts';
import { product } from '../math.ts';
import { channelStatistics } from '../statistics.ts';
import { inRange, standardising, type Scaling, type SetScaling } from './scaling.ts';

type Range = readonly [low: number, high: number];

/** Per column of numbers [n, p], or per channel of fields: least and largest value over the first samples. */
export function intervals({ shape, data }: NamedArray, samples: number): Range[] {
  const [, channels, ...grid] = shape;
  const size = product(grid);
  return Array.from({ length: channels }, (_, channel) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < samples; i++) {
      const begin = (i * channels + channel) * size;
      for (let at = begin; at < begin + size; at++) {
        low = Math.min(low, data[at]);
        high = Math.max(high, data[at]);
      }
    }
    return [low, high];
  });
}

/** Per column of numbers: the middle and half the length of its interval over the first samples. */
function intervalScaling(array: NamedArray, samples: number): Scaling {
  const all = intervals(array, samples);
  return {
    mean: all.map(([low, high]) => (low + high) / 2),
    unit: all.map(([low, high]) => (high - low) / 2),
  };
}

/** Statistics of fields [n, channels, x, y] over the first samples, channel by channel or of all of them as one. */
const fieldStatistics = ({ shape, data }: NamedArray, samples: number, apart: boolean) => {
  const [, channels, ...grid] = shape;
  const size = product(grid);
  return channelStatistics(data, {
    samples,
    channels: apart ? channels : 1,
    size: apart ? size : channels * size,
  });
};

const asGiven = ({ shape }: NamedArray): Scaling => ({
  mean: Array.from({ length: shape[1] }, () => 0),
  unit: Array.from({ length: shape[1] }, () => 1),
});

/** All channels in one range. */
const forAll = ({ shape }: NamedArray, range: Range): Scaling =>
  inRange(Array.from({ length: shape[1] }, () => range));

const hull = (ranges: readonly Range[]): Range => [
  Math.min(...ranges.map(([low]) => low)),
  Math.max(...ranges.map(([, high]) => high)),
];

/**
 * How a file's samples are scaled: by the training samples alone, or by numbers of the file. If nothing was chosen, numbers go from their intervals to [−1, 1]. The
 * channels of fields are quantities of their own, each with its mean and deviation. Where the inputs are numbers, the
 * outputs are one quantity at several times: it has one mean and one deviation, so that the times at which it is small
 * stay small.
 */
export function ownScaling(own: OwnData, samples: number): SetScaling {
  const { inputs, outputs, inputKind, scaling } = own;
  const field = inputKind === 'field';
  if (scaling?.kind === 'none') return { input: asGiven(inputs), output: asGiven(outputs) };
  if (scaling?.kind === 'min-max' && scaling.by) {
    const { input, output } = scaling.by;
    return { input: forAll(inputs, input), output: forAll(outputs, output), least: 0 };
  }
  if (scaling) {
    const made = intervals(outputs, samples);
    return {
      input: inRange(intervals(inputs, samples)),
      output: field ? inRange(made) : forAll(outputs, hull(made)),
    };
  }
  return {
    input: field
      ? standardising(fieldStatistics(inputs, samples, true))
      : intervalScaling(inputs, samples),
    output: standardising(fieldStatistics(outputs, samples, field)),
  };
}
