/** Arrays as they come out of data files, whatever the format. */
import { product } from '../math.ts';

export interface NamedArray {
  readonly shape: readonly number[];
  /** In C order: the last axis varies fastest. In 64 bits where the file has more than fits into 32. */
  readonly data: Float32Array | Float64Array;
  /** As stored, in NumPy's notation, e.g. '<f8'. */
  readonly dtype: string;
  /** What reading has changed, as short phrases such as 'Fortran order converted to C order'. */
  readonly notes?: readonly string[];
}

/** Thrown for a file that cannot be read or used; the message says what is wrong and what to do. */
export class DataFileError extends Error {
  override name = 'DataFileError';
}

/**
 * Which of a file's arrays to read, given the names of all. It may throw, so that a file without the arrays
 * wanted is refused before anything of it is unpacked.
 */
export type Choice = (names: readonly string[]) => readonly string[];

export const chooseAll: Choice = (names) => names;

/** More than this is refused before any memory is reserved for it: as stored, unpacked; and as 32-bit floats. */
export const MAX_BYTES = 1.5e9;
export const MAX_FLOAT_BYTES = 1e9;

/** Told how far reading has come, in bytes unpacked. */
export type OnProgress = (done: number, total: number) => void;

export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Names for a message: the first few, and how many more. */
export function nameList(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const shown = names
    .slice(0, 8)
    .map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Throws where arrays of these sizes, as stored and unpacked, are together more than `MAX_BYTES`. Gives their sum. */
export function checkStored(sizes: Iterable<readonly [name: string, bytes: number]>): number {
  let total = 0;
  for (const [name, bytes] of sizes) {
    total += bytes;
    if (total <= MAX_BYTES) continue;
    throw new DataFileError(
      `With ${nameList([name])}, the arrays of the file take ${gigabytes(total)} unpacked, and at most ${gigabytes(MAX_BYTES)} are read: save fewer samples or a coarser grid.`,
    );
  }
  return total;
}

/** A running total of the memory that arrays take as 32-bit floats; it throws where that passes `MAX_FLOAT_BYTES`. */
export function floatBudget(): (name: string, shape: readonly number[]) => void {
  let total = 0;
  return (name, shape) => {
    total += 4 * product(shape);
    if (total <= MAX_FLOAT_BYTES) return;
    throw new DataFileError(
      `With ${nameList([name])}, the arrays of the file take ${gigabytes(total)} as 32-bit numbers, and at most ${gigabytes(MAX_FLOAT_BYTES)} can be trained on: save fewer samples or a coarser grid.`,
    );
  };
}

export const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toPrecision(3))} GB`;

/** The index along every axis of the value at `position` in C order. */
export const indexOf = (position: number, shape: readonly number[]): number[] =>
  shape.map((extent, axis) => Math.floor(position / product(shape.slice(axis + 1))) % extent);
