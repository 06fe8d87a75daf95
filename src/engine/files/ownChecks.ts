/** What must hold for an array to be trained on. Every function throws `DataFileError` with one sentence. */
import { countOf, DataFileError, indexOf, shapeText, type NamedArray } from './arrays.ts';

export const MIN_SAMPLES = 2;
const MAX_PARAMETERS = 64;
const MIN_POINTS = 4;
const MAX_POINTS = 512;

/** [n, x, y] or [n, c, x, y] to [n, c, x, y], over the same memory. */
export function asFields(label: string, array: NamedArray, channels: 't' | 'channels'): NamedArray {
  const { shape } = array;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)}: it must be [n, x, y] or [n, ${channels}, x, y].`,
    );
  }
  const full = shape.length === 3 ? [shape[0], 1, shape[1], shape[2]] : shape;
  const [, c, x, y] = full;
  if (c < 1) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)} and so no values: it needs at least one of ${channels}.`,
    );
  }
  if (Math.min(x, y) < MIN_POINTS || Math.max(x, y) > MAX_POINTS) {
    throw new DataFileError(
      `${label} has ${x} × ${y} points in space: between ${MIN_POINTS} and ${MAX_POINTS} along each axis can be trained on.`,
    );
  }
  return { ...array, shape: full };
}

export function checkParameters(label: string, { shape }: NamedArray): void {
  if (shape.length !== 2) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)}: it must be [n, p], one row of p numbers per sample.`,
    );
  }
  if (shape[1] < 1 || shape[1] > MAX_PARAMETERS) {
    throw new DataFileError(
      `${label} has ${shape[1]} numbers per sample: between 1 and ${MAX_PARAMETERS} are possible; give more as a field.`,
    );
  }
}

export function checkFinite(label: string, { shape, data }: NamedArray): void {
  let count = 0;
  let first = -1;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(Math.fround(data[i]))) continue;
    if (count === 0) first = i;
    count += 1;
  }
  if (count === 0) return;
  const values =
    count === 1 ? '1 value that is' : `${count.toLocaleString('en-GB')} values that are`;
  throw new DataFileError(
    `${label} has ${values} not finite as 32-bit numbers (NaN or infinite), the first, ${data[first]}, at index ${shapeText(indexOf(first, shape))}: correct them or leave these samples out.`,
  );
}

/** Refuses an array that is the same in every sample. */
export function checkVaries(label: string, { shape, data }: NamedArray): void {
  if (data.every((value) => value === data[0])) {
    throw new DataFileError(
      `${label} has the value ${data[0]} everywhere: there is nothing to learn from it, so check what was saved.`,
    );
  }
  const size = countOf(shape.slice(1));
  if (data.every((value, i) => value === data[i % size])) {
    throw new DataFileError(
      `${label} is the same in all ${shape[0]} samples: there is nothing to learn from it, so check what was saved.`,
    );
  }
}

/** How many of the samples are zero everywhere. */
export function zeroSamples({ shape, data }: NamedArray): number {
  const size = countOf(shape.slice(1));
  let zeros = 0;
  for (let start = 0; start < data.length; start += size) {
    if (data.subarray(start, start + size).every((value) => value === 0)) zeros += 1;
  }
  return zeros;
}
