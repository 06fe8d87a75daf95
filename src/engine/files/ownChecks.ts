/** What must hold for an array to be trained on. Every function throws `DataFileError` with one sentence. */
import { DataFileError, indexOf, shapeText, type NamedArray } from './arrays.ts';
import { product } from '../math.ts';

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
  checkOrder(label, shape, channels);
  const full = shape.length === 3 ? [shape[0], 1, shape[1], shape[2]] : shape;
  const [, c, x, y] = full;
  if (c < 1) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)} and so has no values: it needs at least one of ${channels}.`,
    );
  }
  if (Math.min(x, y) < MIN_POINTS || Math.max(x, y) > MAX_POINTS) {
    throw new DataFileError(
      `${label} has ${x} × ${y} points in space: between ${MIN_POINTS} and ${MAX_POINTS} along each axis can be trained on.`,
    );
  }
  return { ...array, shape: full };
}

/**
 * Only square grids are trained on: two equal extents that are not the last ones tell where x and y are. Grids are
 * compared before their size is, since times that are taken for points may be few.
 */
function checkOrder(label: string, shape: readonly number[], channels: string): void {
  const rank = shape.length;
  if (shape[rank - 2] === shape[rank - 1]) return;
  const wanted = rank === 3 ? '[n, x, y]' : `[n, ${channels}, x, y]`;
  const [found, moves] =
    rank === 4 && shape[1] === shape[2] && shape[1] >= MIN_POINTS
      ? [`[n, x, y, ${channels}]`, '-1, 1']
      : shape[0] === shape[1] && shape[0] >= MIN_POINTS
        ? rank === 4
          ? [`[x, y, ${channels}, n]`, '(3, 2), (0, 1)']
          : ['[x, y, n]', '-1, 0']
        : [];
  if (found === undefined) return;
  throw new DataFileError(
    `${label} has the shape ${shapeText(shape)}: its axes seem to be in another order, ${found} where ${wanted} is wanted. In Python, numpy.moveaxis(${variable(label)}, ${moves}) puts them right.`,
  );
}

/** A label as a name in Python; what is stacked from many arrays has none. */
const variable = (label: string): string => (/^\w{1,40}$/.test(label) ? label : 'array');

/** Refuses inputs and outputs of different numbers of samples; the shapes are those in the file. */
export function checkSamples(
  inputLabel: string,
  inputs: readonly number[],
  outputLabel: string,
  outputs: readonly number[],
): void {
  const [n, m] = [inputs[0], outputs[0]];
  // Of an array without axes another check speaks.
  if (n === m || n === undefined || m === undefined) return;
  // The axis of one that is as long as the first of the other.
  const axis = (shape: readonly number[], extent: number): number => shape.indexOf(extent, 1);
  const [label, at] =
    axis(outputs, n) > 0 ? [outputLabel, axis(outputs, n)] : [inputLabel, axis(inputs, m)];
  const hint =
    at > 0
      ? ` If axis ${at} of ${label} counts the samples, numpy.moveaxis(${variable(label)}, ${at}, 0) puts it first.`
      : '';
  throw new DataFileError(
    `${inputLabel} has ${n} samples and ${outputLabel} ${m}: both must have the same number (the first axis).${hint}`,
  );
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
  const size = product(shape.slice(1));
  if (data.every((value, i) => value === data[i % size])) {
    throw new DataFileError(
      `${label} is the same in all ${shape[0]} samples: there is nothing to learn from it, so check what was saved.`,
    );
  }
}

/** How many of the samples are zero everywhere. */
export function zeroSamples({ shape, data }: NamedArray): number {
  const size = product(shape.slice(1));
  let zeros = 0;
  for (let start = 0; start < data.length; start += size) {
    if (data.subarray(start, start + size).every((value) => value === 0)) zeros += 1;
  }
  return zeros;
}
