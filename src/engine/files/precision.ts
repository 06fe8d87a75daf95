/** Which arrays of 64-bit numbers can be kept in 32 bits, and which not even 64 hold. */
import { channelStatistics, type ChannelStatistics } from '../statistics.ts';
import { DataFileError, type NamedArray } from './arrays.ts';
import { product } from '../math.ts';

/** Rounding by more than this share of a channel's deviation would show in what is learnt. */
const HARMLESS = 1e-4;
/** Rounding to 32 bits changes a value by at most this share of it, or by this much where it is tiny. */
const SHARE = 2 ** -24;
const LEAST = 2 ** -150;
/** Whole numbers up to here are exact in 64 bits. */
const EXACT = 2 ** 53;

/**
 * [n, channels, …] in 32 bits, unless rounding would take what a channel has of change (a small one of a large value).
 * Throws `DataFileError` where not even 64 bits hold it.
 */
export function compact(label: string, array: NamedArray): NamedArray {
  if (array.data instanceof Float32Array) return array;
  const statistics = statisticsOf(array);
  checkWhole(label, array, statistics);
  const harmless = statistics.every(
    ({ deviation, largest }) =>
      deviation === 0 || Math.max(SHARE * largest, LEAST) <= HARMLESS * deviation,
  );
  return harmless ? { ...array, data: new Float32Array(array.data) } : array;
}

/** Refuses numbers [n, p] of which 64 bits of floating point keep too little. */
export const checkExact = (label: string, array: NamedArray): void =>
  checkWhole(label, array, statisticsOf(array));

const statisticsOf = ({ shape, data }: NamedArray): ChannelStatistics[] => {
  const [samples, channels, ...grid] = shape;
  return channelStatistics(data, { samples, channels, size: product(grid) });
};

/** Whole numbers of 64 bits have more digits than floating point; times in nanoseconds need them. */
function checkWhole(
  label: string,
  { shape, dtype }: NamedArray,
  statistics: readonly ChannelStatistics[],
): void {
  if (!/[iu]8$/.test(dtype)) return;
  const lost = statistics.findIndex(
    ({ deviation, largest }) => largest >= EXACT && largest / EXACT > HARMLESS * deviation,
  );
  if (lost < 0) return;
  throw new DataFileError(
    `${label} has whole numbers beyond 2^53 in ${shape.length > 2 ? 'channel' : 'column'} ${lost + 1} whose differences are lost in floating point: subtract the smallest of them before saving.`,
  );
}
