/**
 * How netCDF stores numbers: packed by a scale and an offset, with marks for values that are missing.
 *
 * Source: CF Conventions 1.11, sections 2.5.1 (missing data) and 8.1 (packed data); NetCDF Users Guide, "Attribute
 * Conventions" and "Fill Values".
 */
import { DataFileError, shapeText } from './arrays.ts';
import type { ValueType } from './values.ts';

export const PACKING_ATTRIBUTES = [
  'scale_factor',
  'add_offset',
  '_FillValue',
  'missing_value',
  'valid_range',
  'valid_min',
  'valid_max',
  '_Unsigned',
] as const;

export type PackingAttributes = Partial<Record<(typeof PACKING_ATTRIBUTES)[number], unknown>>;

export interface Packing {
  scale: number;
  offset: number;
  /** Values as stored that stand for none. */
  missing: readonly number[];
  /** Limits of the values as stored. */
  lowest: number;
  highest: number;
  /** Integers are stored with a sign and meant without. */
  unsigned: boolean;
}

/** What the netCDF library writes where nothing has been written, by type; single bytes have no such value. */
const DEFAULT_FILLS: Readonly<Record<string, number>> = {
  f4: Math.fround(9.969209968386869e36),
  f8: 9.969209968386869e36,
  i2: -32767,
  u2: 65535,
  i4: -2147483647,
  u4: 4294967295,
  i8: -(2 ** 63),
  u8: 2 ** 64,
};

/**
 * Where these are floats, they are limits of what packed integers unpack to; else of the integers themselves (NetCDF
 * Users Guide).
 */
const LIMITS = ['valid_range', 'valid_min', 'valid_max'] as const;

/** What the attributes' values alone do not tell. */
interface Context {
  /** The netCDF library has written the file. */
  netcdf: boolean;
  /** The attributes that hold floating-point numbers. */
  floating: ReadonlySet<string>;
}

/** Undefined where the numbers mean themselves. Throws `DataFileError` for attributes that hold no numbers. */
export function packingOf(
  name: string,
  attributes: PackingAttributes,
  { kind, size }: ValueType,
  { netcdf, floating }: Context,
): Packing | undefined {
  const numbers = (key: keyof PackingAttributes, count?: number): number[] => {
    const value = attributes[key];
    if (value === undefined) return [];
    const list = (ArrayBuffer.isView(value) ? [...(value as Float64Array)] : [value].flat()).map(
      (item) => (typeof item === 'number' || typeof item === 'bigint' ? Number(item) : NaN),
    );
    const missing = key === '_FillValue' || key === 'missing_value';
    if ((count === undefined || list.length === count) && (missing || !list.some(Number.isNaN))) {
      return list;
    }
    throw new DataFileError(
      `The attribute ${key} of the dataset ${name} is not ${count === 1 ? 'a number' : `${count ?? 'a list of'} numbers`}: correct it, or save the actual values as float32.`,
    );
  };
  const unsigned = kind === 'i' && String(attributes['_Unsigned']) === 'true';
  const fills = [...numbers('_FillValue'), ...numbers('missing_value')];
  const standard = DEFAULT_FILLS[`${unsigned ? 'u' : kind}${size}`];
  if (netcdf && attributes['_FillValue'] === undefined && standard !== undefined)
    fills.push(standard);
  const scale = numbers('scale_factor', 1)[0] ?? 1;
  const offset = numbers('add_offset', 1)[0] ?? 0;
  const range = numbers('valid_range', 2);
  const limits = [
    range[0] ?? numbers('valid_min', 1)[0] ?? -Infinity,
    range[1] ?? numbers('valid_max', 1)[0] ?? Infinity,
  ] as const;
  const packs = attributes.scale_factor !== undefined || attributes.add_offset !== undefined;
  const integers = kind === 'i' || kind === 'u';
  const unpacked =
    packs && integers && LIMITS.some((key) => key in attributes && floating.has(key));
  const [lowest, highest] = unpacked
    ? packedLimits(limits, scale, offset)
    : limits.map((limit) => asStored(limit, unsigned, kind, size));
  const packing = {
    scale,
    offset,
    // A negative number without a sign is this one; a float of 32 bits that is rounded from the attribute's 64.
    missing: fills.map((fill) => asStored(fill, unsigned, kind, size)),
    lowest,
    highest,
    unsigned,
  };
  const { missing } = packing;
  const plain = scale === 1 && offset === 0 && !unsigned && missing.length === 0;
  return plain && lowest === -Infinity && highest === Infinity ? undefined : packing;
}

/** Of one step of packed integers: what a limit may be off by rounding. */
const ROUNDING = 1e-3;

/** Limits of what integers unpack to, as limits of the integers. */
function packedLimits(limits: readonly number[], scale: number, offset: number): number[] {
  const [low, high] = limits.map((limit) => (limit - offset) / scale).toSorted((a, b) => a - b);
  return [low - ROUNDING, high + ROUNDING];
}

function asStored(value: number, unsigned: boolean, kind: string, size: number): number {
  if (unsigned && value < 0 && Number.isFinite(value)) return value + 2 ** (8 * size);
  return kind === 'f' && size === 4 ? Math.fround(value) : value;
}

/** For `NamedArray.notes`. */
export function packingNotes({ scale, offset, unsigned }: Packing): string[] {
  const notes = [];
  if (unsigned) notes.push('integers read as unsigned, as _Unsigned says');
  if (scale !== 1) notes.push(`multiplied by scale_factor ${scale}`);
  if (offset !== 0) notes.push(`add_offset ${offset} added`);
  return notes;
}

/**
 * Unpacks `values` in place. Gives the position of the first that is missing or not valid, and the number of them; they
 * become NaN where that is wanted.
 */
export function unpack(
  values: Float64Array,
  { scale, offset, missing, lowest, highest }: Packing,
  missingAsNaN = false,
): { first: number; count: number } {
  let first = -1;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const invalid = missing.includes(value) || value < lowest || value > highest;
    if (invalid) {
      if (count === 0) first = i;
      count += 1;
    }
    values[i] = invalid && missingAsNaN ? NaN : value * scale + offset;
  }
  return { first, count };
}

/** `why`: how the file says so. */
export function missingValues(
  name: string,
  count: number,
  index: readonly number[],
  why: string,
): DataFileError {
  const values =
    count === 1 ? '1 missing value' : `${count.toLocaleString('en-GB')} missing values`;
  return new DataFileError(
    `The dataset ${name} has ${values} (${why}), the first at index ${shapeText(index)}: fill them in or leave these samples out, and save the file again.`,
  );
}
