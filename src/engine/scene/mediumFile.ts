/** The background of a scene from a file: wave speeds and densities on a grid over the whole domain. */
import { DataFileError, shapeText, type NamedArray } from '../files/arrays.ts';
import type { ByteSource } from '../files/container/container.ts';
import { openNpz } from '../files/container/npzFile.ts';
import { readChosen } from '../files/container/readChosen.ts';
import { fingerprint } from '../files/fingerprint.ts';
import { densities, speeds } from '../experiment/magnitudes.ts';
import { formatNumber } from '../experiment/numbers.ts';

/** Grid points along an axis, at most. */
const MOST_POINTS = 2048;

export interface MediumFile {
  /** Of the shape and the values. */
  fingerprint: string;
  shape: readonly [across: number, up: number];
  /** c (m/s), [x, y], from the left and from the bottom. */
  speed: Float64Array;
  /** ρ (kg/m²), [x, y]; that of the scene if left out. */
  density?: Float64Array;
  /** The slowest and the fastest wave (m/s), and the mean on a logarithmic scale. */
  slowest: number;
  fastest: number;
  mean: number;
}

/** Reads `c` and, where it is there, `rho` from an .npz. Rejects with a `DataFileError`. */
export async function readMediumFile(source: ByteSource): Promise<MediumFile> {
  const container = await openNpz(source);
  for (const { name, shape } of container.arrays) {
    if (name === 'c' || name === 'rho') checkShape(name, shape);
  }
  const arrays = await readChosen(container, (names) => {
    if (!names.includes('c')) {
      throw new DataFileError(
        'The file has no array c: save the wave speeds with numpy.savez(file, c=c).',
      );
    }
    return names.includes('rho') ? ['c', 'rho'] : ['c'];
  });
  return mediumFrom(arrays.get('c')!, arrays.get('rho'));
}

/** Throws a `DataFileError` where the arrays are no background. */
export function mediumFrom(c: NamedArray, rho?: NamedArray): MediumFile {
  checkShape('c', c.shape);
  const shape = [c.shape[0], c.shape[1]] as const;
  if (rho && shapeText(rho.shape) !== shapeText(shape)) {
    throw new DataFileError(
      `c is ${shapeText(shape)} and rho is ${shapeText(rho.shape)}: save both on the same grid.`,
    );
  }
  const speed = checked('c', c, speeds, 'm/s');
  const density = rho && checked('rho', rho, densities, 'kg/m²');
  let [slowest, fastest, logs] = [Infinity, 0, 0];
  for (const value of speed) {
    slowest = Math.min(slowest, value);
    fastest = Math.max(fastest, value);
    logs += Math.log(value);
  }
  const mean = Math.min(fastest, Math.max(slowest, Math.exp(logs / speed.length)));
  const parts = [Float64Array.from(shape), speed, ...(density ? [density] : [])];
  return {
    fingerprint: fingerprint(parts),
    shape,
    speed,
    ...(density ? { density } : {}),
    slowest,
    fastest,
    mean,
  };
}

function checkShape(name: string, shape: readonly number[]): void {
  if (shape.length !== 2) {
    throw new DataFileError(
      `${name} must have two axes, x and y, and has the shape ${shapeText(shape)}.`,
    );
  }
  if (shape.some((points) => points < 2 || points > MOST_POINTS)) {
    throw new DataFileError(
      `${name} must have 2 to ${MOST_POINTS} points along each axis, and has the shape ${shapeText(shape)}.`,
    );
  }
}

/** The values in 64 bits. */
function checked(
  name: string,
  { data, shape }: NamedArray,
  { min, max }: { min: number; max: number },
  unit: string,
): Float64Array {
  const bad = data.findIndex((value) => !(value >= min && value <= max));
  if (bad >= 0) {
    const at = shapeText([Math.floor(bad / shape[1]), bad % shape[1]]);
    throw new DataFileError(
      `${name}${at} is ${data[bad]}: all values must be from ${formatNumber(min)} to ${formatNumber(max)} ${unit}.`,
    );
  }
  return Float64Array.from(data);
}

/** By fingerprint: experiments name their file by it. */
const open = new Map<string, MediumFile>();

/** From now on, experiments with the file's fingerprint have it as their background. */
export const openMedium = (file: MediumFile): void => {
  open.set(file.fingerprint, file);
};

/** The background of an experiment from a file; undefined where it has none, or where its file is not open. */
export const mediumOf = ({ medium }: { medium: string }): MediumFile | undefined =>
  medium === '' ? undefined : open.get(medium);
