/** The background of a scene from a file: wave speeds and densities, or grey levels that stand for speeds, over the whole domain. */
import { densities, speeds } from '../experiment/magnitudes.ts';
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment } from '../experiment/schema.ts';
import { DataFileError, shapeText, type NamedArray } from '../files/arrays.ts';
import { fingerprint } from '../files/fingerprint.ts';
import type { GreyPicture } from '../files/picture.ts';

/** Points along an axis, at most. */
const MOST_POINTS = 2048;
/** The fastest wave in terms of the slowest, at most, as of random backgrounds. */
export const MOST_CONTRAST = 1000;

/** What a file holds, [x, y] from the left and from the bottom. Plain data, so that it can be sent to another thread. */
export interface MediumFile {
  name: string;
  /** Of the shape and the values. */
  fingerprint: string;
  shape: readonly [across: number, up: number];
  /** c (m/s); missing in a picture. */
  speed?: Float64Array;
  /** ρ (kg/m²); that of the scene if left out. */
  density?: Float64Array;
  /** Of a picture: 0 is black, 1 is white. */
  grey?: Float32Array;
}

/** The background that a file stands for in a scene. */
export interface Medium {
  file: MediumFile;
  /** c (m/s), [x, y]. */
  speed: Float64Array;
  /** m/s, the last one the mean on a logarithmic scale, by which errors are estimated. */
  slowest: number;
  fastest: number;
  typical: number;
}

/** Throws a `DataFileError` where an array or a picture is no background by its size. */
export function checkMediumShape(name: string, shape: readonly number[]): void {
  if (shape.length !== 2) {
    throw new DataFileError(
      `${name} must have two axes, rows from the top and columns from the left, and has the shape ${shapeText(shape)}.`,
    );
  }
  if (shape.some((points) => points < 2 || points > MOST_POINTS)) {
    throw new DataFileError(
      `${name} must have 2 to ${MOST_POINTS} rows and as many columns, and has the shape ${shapeText(shape)}: save it on another grid.`,
    );
  }
}

/** Arrays with the first row at the top. Throws a `DataFileError` where they are no background. */
export function mediumOfArrays(name: string, c: NamedArray, rho?: NamedArray): MediumFile {
  checkMediumShape('c', c.shape);
  if (rho && shapeText(rho.shape) !== shapeText(c.shape)) {
    throw new DataFileError(
      `c has the shape ${shapeText(c.shape)} and rho ${shapeText(rho.shape)}: save both on the same grid.`,
    );
  }
  checkValues('c', c, speeds, 'm/s');
  if (rho) checkValues('rho', rho, densities, 'kg/m²');
  const [rows, columns] = c.shape;
  const speed = upwards(Float64Array, c.data, rows, columns);
  const density = rho && upwards(Float64Array, rho.data, rows, columns);
  const { slowest, fastest } = spanOf(speed);
  if (fastest > MOST_CONTRAST * slowest) {
    throw new DataFileError(
      `c goes from ${formatNumber(slowest)} to ${formatNumber(fastest)} m/s: the largest speed may be ${MOST_CONTRAST} times the smallest.`,
    );
  }
  const shape = [columns, rows] as const;
  const parts = [Float64Array.from(shape), speed, ...(density ? [density] : [])];
  return {
    name,
    fingerprint: fingerprint(parts),
    shape,
    speed,
    ...(density ? { density } : {}),
  };
}

/**
 * `print` in place of the fingerprint of the levels, where not all readers make exactly the same ones of a file. Throws a
 * `DataFileError` for a picture that is too large or too small.
 */
export function mediumOfPicture(
  name: string,
  { width, height, levels }: GreyPicture,
  print?: string,
): MediumFile {
  checkMediumShape('The picture', [height, width]);
  const grey = upwards(Float32Array, levels, height, width);
  const shape = [width, height] as const;
  return {
    name,
    fingerprint: print ?? fingerprint([Float64Array.from(shape), grey]),
    shape,
    grey,
  };
}

function checkValues(
  name: string,
  { data, shape }: NamedArray,
  { min, max }: { min: number; max: number },
  unit: string,
): void {
  const bad = data.findIndex((value) => !(value >= min && value <= max));
  if (bad < 0) return;
  const at = [Math.floor(bad / shape[1]), bad % shape[1]];
  throw new DataFileError(
    `${name}${shapeText(at)} is ${data[bad]} (row ${at[0] + 1}, column ${at[1] + 1}): all values must be from ${formatNumber(min)} to ${formatNumber(max)} ${unit}.`,
  );
}

/** [row, column] from the top as [x, y] from the bottom. */
function upwards<A extends Float32Array | Float64Array>(
  Kind: new (length: number) => A,
  data: ArrayLike<number>,
  rows: number,
  columns: number,
): A {
  const values = new Kind(rows * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      values[i * rows + j] = data[(rows - 1 - j) * columns + i];
    }
  }
  return values;
}

function spanOf(speed: Float64Array): Pick<Medium, 'slowest' | 'fastest' | 'typical'> {
  let [slowest, fastest, logs] = [Infinity, 0, 0];
  for (const value of speed) {
    slowest = Math.min(slowest, value);
    fastest = Math.max(fastest, value);
    logs += Math.log(value);
  }
  const typical = Math.min(fastest, Math.max(slowest, Math.exp(logs / speed.length)));
  return { slowest, fastest, typical };
}

/** Files that stay open, so that what was shown before can be shown again: each may take 64 MB. */
const KEPT = 3;

/** By fingerprint: experiments name their file by it. In the order of use. */
const open = new Map<string, MediumFile>();

/**
 * From now on, experiments with the file's fingerprint have it as their background. Of those that are open, `kept` stay,
 * the ones that were used last; whoever has but one experiment at a time keeps one.
 */
export function openMedium(file: MediumFile, kept = KEPT): void {
  touch(file);
  for (const print of [...open.keys()].slice(0, -kept)) open.delete(print);
  known = known.filter(({ medium }) => open.get(medium.file.fingerprint) === medium.file);
}

function touch(file: MediumFile): void {
  open.delete(file.fingerprint);
  open.set(file.fingerprint, file);
}

type Named = Pick<Experiment['scene'], 'medium' | 'black' | 'white'>;

/** The file that an experiment names; undefined where it names none, or one that is not open. */
export function mediumFileOf({ medium }: Pick<Named, 'medium'>): MediumFile | undefined {
  const file = open.get(medium);
  if (file) touch(file);
  return file;
}

/** Whether an experiment names a file that is not open. */
export const mediumMissing = (scene: Pick<Named, 'medium'>): boolean =>
  scene.medium !== '' && mediumFileOf(scene) === undefined;

/** The beginning of a sentence on an experiment whose file is not open. */
export const mediumAskedFor = ({ medium }: Pick<Named, 'medium'>): string =>
  `The background is in a file that is not open (fingerprint ${medium})`;

/** The latest ones: rules and controls ask after every change, often for the scene that is shown and a half-valid one. */
let known: { key: string; medium: Medium }[] = [];

/** The background of a scene from its file; undefined where it has none, or where its file is not open. */
export function mediumOf(scene: Named): Medium | undefined {
  const file = mediumFileOf(scene);
  if (!file) return undefined;
  const { black, white } = scene;
  const key = [file.fingerprint, ...(file.grey ? [black, white] : [])].join();
  const found = known.find((one) => one.key === key);
  if (found) return found.medium;
  const speed =
    file.speed ?? Float64Array.from(file.grey!, (level) => black + level * (white - black));
  const medium = { file, speed, ...spanOf(speed) };
  known = [{ key, medium }, ...known].slice(0, 2);
  return medium;
}
