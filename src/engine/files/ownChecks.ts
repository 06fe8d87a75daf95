/** What must hold for an array to be trained on. Every function throws `DataFileError` with one sentence. */
import { DataFileError, indexOf, shapeText, type NamedArray } from './arrays.ts';
import { product } from '../math.ts';

export const MIN_SAMPLES = 2;
export const MAX_PARAMETERS = 64;
const MIN_POINTS = 4;
/** Along one axis, and in all. */
const MAX_POINTS = 2048;
const MAX_GRID = 512 ** 2;

/**
 * [n, x, y] or [n, c, x, y] to [n, c, x, y], over the same memory. `partner` has the shape of the file's other array, as it
 * stands there.
 */
export function asFields(
  label: string,
  array: NamedArray,
  channels: 't' | 'channels',
  partner: readonly number[],
): NamedArray {
  const { shape } = array;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)}: it must be [n, x, y] or [n, ${channels}, x, y].`,
    );
  }
  checkOrder(label, array, channels, partner);
  const full = shape.length === 3 ? [shape[0], 1, shape[1], shape[2]] : shape;
  const [, c, x, y] = full;
  if (c < 1) {
    throw new DataFileError(
      `${label} has the shape ${shapeText(shape)} and so has no values: it needs at least one of ${channels}.`,
    );
  }
  const problem = gridProblem(label, x, y);
  if (problem !== undefined) throw new DataFileError(problem);
  return { ...array, shape: full };
}

/** Why a grid can’t be trained on, as a sentence; undefined if it can. */
export function gridProblem(label: string, x: number, y: number): string | undefined {
  if (Math.min(x, y) < MIN_POINTS || Math.max(x, y) > MAX_POINTS) {
    return `${label} has ${x} × ${y} points in space: between ${MIN_POINTS} and ${MAX_POINTS.toLocaleString('en-GB')} along each axis can be trained on.`;
  }
  if (x * y > MAX_GRID) {
    return `${label} has ${x} × ${y} points in space, ${(x * y).toLocaleString('en-GB')} in all: at most ${MAX_GRID.toLocaleString('en-GB')} can be trained on, so save every second point, or a part.`;
  }
  return undefined;
}

/** Another order of the axes, in which x and y have equally many points. */
interface Order {
  name: string;
  /** Of `numpy.moveaxis`. */
  moves: string;
  points: number;
  samples: number;
}

/**
 * Two equal extents that are not the last ones may tell where x and y are. Nothing of the kind is said of squares in the
 * right place.
 */
function otherOrder(shape: readonly number[], channels: string): Order | undefined {
  const rank = shape.length;
  if (shape[rank - 2] === shape[rank - 1]) return undefined;
  if (rank === 4 && shape[1] === shape[2] && shape[1] >= MIN_POINTS) {
    const name = `[n, x, y, ${channels}]`;
    return { name, moves: '-1, 1', points: shape[1], samples: shape[0] };
  }
  if (rank < 3 || shape[0] !== shape[1] || shape[0] < MIN_POINTS) return undefined;
  const order = { points: shape[0], samples: shape[rank - 1] };
  return rank === 4
    ? { ...order, name: `[x, y, ${channels}, n]`, moves: '(3, 2), (0, 1)' }
    : { ...order, name: '[x, y, n]', moves: '-1, 0' };
}

/**
 * Refuses an array whose axes seem to be in another order. A grid with as many points along x as the file has times, or
 * samples, looks the same: it is accepted where only the wanted order agrees with the file's other array, or where single
 * samples differ from each other more than neighbouring points do. Grids are compared before their size is, since times
 * that are taken for points may be few.
 */
function checkOrder(
  label: string,
  { shape, data }: NamedArray,
  channels: string,
  partner: readonly number[],
): void {
  const other = otherOrder(shape, channels);
  if (!other) return;
  const agrees = partner[0] === shape[0] && (partner.length < 3 || sameGrid(partner, shape));
  if (agrees && !agreesWith(other, partner)) return;
  if (agrees && other.samples !== shape[0] && !isRougher(data, shape)) return;
  const wanted = shape.length === 3 ? '[n, x, y]' : `[n, ${channels}, x, y]`;
  throw new DataFileError(
    `${label} has the shape ${shapeText(shape)}: its axes seem to be in another order, ${other.name} where ${wanted} is wanted. In Python, numpy.moveaxis(${variable(label)}, ${other.moves}) puts them right.`,
  );
}

const sameGrid = (a: readonly number[], b: readonly number[]): boolean =>
  a.at(-1) === b.at(-1) && a.at(-2) === b.at(-2);

/** Whether the file's other array may have its axes in the same order; of numbers [n, p] only the samples are known. */
function agreesWith({ points, samples }: Order, partner: readonly number[]): boolean {
  if (partner.length < 3) return partner[0] === samples;
  const its = otherOrder(partner, '');
  if (its) return its.points === points && its.samples === samples;
  return partner[0] === samples && partner.at(-1) === points && partner.at(-2) === points;
}

/** Neighbouring samples differ at least this much more than neighbouring points do. */
const ROUGHER = 2;

/** Whether neighbours along the last axis differ so much more than those along the first one, on average. */
function isRougher(data: NamedArray['data'], shape: readonly number[]): boolean {
  const stride = product(shape.slice(1));
  const last = shape[shape.length - 1];
  let [across, along] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (i + stride < data.length) across += Math.abs(data[i + stride] - data[i]);
    if (i % last < last - 1) along += Math.abs(data[i + 1] - data[i]);
  }
  return along / (1 - 1 / last) > (ROUGHER * across) / (1 - 1 / shape[0]);
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
  // Another check refuses an array without axes.
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

/** Refuses fields [n, c, x, y] on different grids, and says how one becomes the other's if that is simple. */
export function checkGrids(
  inputLabel: string,
  inputs: readonly number[],
  outputLabel: string,
  outputs: readonly number[],
): void {
  const [a, b] = [inputs.slice(2), outputs.slice(2)];
  if (a.every((points, axis) => points === b[axis])) return;
  throw new DataFileError(
    `${inputLabel} has ${a.join(' × ')} points in space and ${outputLabel} ${b.join(' × ')}: both must have the same grid.${coarsening(inputLabel, a, b) ?? coarsening(outputLabel, b, a) ?? ''}`,
  );
}

/** How to save an array on the coarser grid of the other, by means over neighbouring points; undefined if it isn't finer. */
function coarsening(
  label: string,
  [x, y]: readonly number[],
  [fewerX, fewerY]: readonly number[],
): string | undefined {
  if (x < fewerX || y < fewerY) return undefined;
  const [i, j] = [Math.floor(x / fewerX), Math.floor(y / fewerY)];
  const name = variable(label);
  const kept = `${name}[..., :${i * fewerX}, :${j * fewerY}]`;
  return ` In Python, ${kept}.reshape(*${name}.shape[:-2], ${fewerX}, ${i}, ${fewerY}, ${j}).mean((-3, -1)) makes ${fewerX} × ${fewerY} points of it: means over ${i} × ${j} neighbours${i * fewerX < x || j * fewerY < y ? ', without the points that are left over at the ends' : ''}.`;
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
