/** Which arrays of 64-bit numbers can be kept in 32 bits. */
import { channelStatistics } from '../data/scaling.ts';
import { countOf, type NamedArray } from './arrays.ts';

/** Rounding by more than this share of a channel's deviation would show in what is learnt. */
const HARMLESS = 1e-4;
/** Rounding to 32 bits changes a value by at most this share of it, or by this much where it is tiny. */
const SHARE = 2 ** -24;
const LEAST = 2 ** -150;

/** [n, channels, …] in 32 bits, unless rounding would take what a channel has of change (a small one of a large value). */
export function compact(array: NamedArray): NamedArray {
  const { shape, data } = array;
  if (data instanceof Float32Array) return array;
  const [samples, channels, ...grid] = shape;
  const statistics = channelStatistics(data, { samples, channels, size: countOf(grid) });
  const harmless = statistics.every(
    ({ deviation, largest }) =>
      deviation === 0 || Math.max(SHARE * largest, LEAST) <= HARMLESS * deviation,
  );
  return harmless ? { ...array, data: new Float32Array(data) } : array;
}
