/** What must hold for the values that were read, with the places of those that do not as the file counts them. */
import { DataFileError, nameList, type NamedArray } from '../files/arrays.ts';
import { product } from '../math.ts';

/** More samples than this are counted and not named. */
const NAMED = 5;

const sizeOf = ({ shape }: NamedArray): number => product(shape.slice(1));

/** The numbers of the samples that have a value which is not finite in 32 bits. */
export function notFinite(array: NamedArray, numbers: readonly number[]): number[] {
  const size = sizeOf(array);
  return numbers.filter((_, i) => {
    for (let at = i * size; at < (i + 1) * size; at++) {
      if (!Number.isFinite(Math.fround(array.data[at]))) return true;
    }
    return false;
  });
}

/** Samples for a message, such as `sample 617` or `samples 3, 4 and 12 more`. */
export function sampleList(numbers: readonly number[]): string {
  if (numbers.length === 1) return `sample ${numbers[0]}`;
  const shown = numbers.slice(0, NAMED).join(', ');
  const more = numbers.length - NAMED;
  return `samples ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Throws a `DataFileError` that names the samples with values that are not finite, and the channel of the first. */
export function checkAllFinite(
  label: string,
  array: NamedArray,
  { numbers, channels }: { numbers: readonly number[]; channels: readonly string[] },
): void {
  const bad = notFinite(array, numbers);
  if (bad.length === 0) return;
  const size = sizeOf(array);
  const perChannel = size / array.shape[1];
  const start = numbers.indexOf(bad[0]) * size;
  let at = 0;
  while (Number.isFinite(Math.fround(array.data[start + at]))) at++;
  const value = array.data[start + at];
  const what = Number.isNaN(value) ? 'missing or not a number' : `${value} in 32 bits`;
  const rest = at % perChannel;
  const grid = array.shape.slice(2);
  const place =
    grid.length === 2 ? `, at x ${Math.floor(rest / grid[1])}, y ${rest % grid[1]}` : '';
  throw new DataFileError(
    `${label} has values that are not finite (NaN, infinite or missing) in ${bad.length} of ${numbers.length} samples: ${sampleList(bad)}. The first is ${what}, in ${channels[Math.floor(at / perChannel)]}${place} of sample ${bad[0]}. Leave ${bad.length === 1 ? 'this sample' : 'these samples'} out: in a mapping, without(${bad.slice(0, 100).join(',')}).`,
  );
}

/** Whether two arrays hold the same numbers in the same order. */
export const sameValues = (a: NamedArray, b: NamedArray): boolean =>
  a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);

/** The names of arrays for a message, each once. */
export const labelOf = (names: readonly string[]): string => nameList([...new Set(names)]);
