/**
 * Attributes of variable length: text, and netCDF's references to the scales of an array's axes. Not read by the library,
 * which goes round for ever in a heap that is damaged.
 *
 * Source: HDF5 File Format Specification 3.0, sections III.E (global heap) and IV.A.2.m (attribute message).
 */
import type { FileBytes } from './bytes.ts';

/** Enough for names and units; more is left out. */
const MAX_VALUES = 1000;
const MAX_BYTES = 10_000;

const VARIABLE_LENGTH = 9;

/** Where a file's addresses count from, and how many bytes they and lengths have. */
export interface Addressing {
  readonly base: number;
  readonly addressSize: number;
  readonly lengthSize: number;
}

export interface HeapAttribute {
  readonly name: string;
  /** A list even of a single text; `scalar` tells. */
  readonly kind: 'text' | 'sequence';
  readonly scalar: boolean;
  /** The bytes of each element. */
  readonly values: readonly Uint8Array[];
}

/**
 * The attribute in a message, if its type is of variable length; undefined for any other, and for what is damaged or
 * too large.
 */
export function readHeapAttribute(
  bytes: FileBytes,
  addressing: Addressing,
  message: { readonly at: number; readonly length: number },
): HeapAttribute | undefined {
  try {
    const head = bytes.slice(message.at, message.length);
    const parts = partsOf(head);
    return parts && heapValues(bytes, addressing, parts);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Parts {
  name: string;
  datatype: Uint8Array;
  space: Uint8Array;
  data: Uint8Array;
}

/** Undefined where a part is elsewhere in the file. */
function partsOf(head: Uint8Array): Parts | undefined {
  const version = head[0];
  if (version < 1 || version > 3 || (version > 1 && head[1] !== 0)) return undefined;
  let at = version === 3 ? 9 : 8;
  const [name, datatype, space] = [2, 4, 6].map((field) => {
    const size = head[field] | (head[field + 1] << 8);
    const part = head.subarray(at, at + size);
    // The first version rounds every part up to eight bytes.
    at += version === 1 ? 8 * Math.ceil(size / 8) : size;
    return part;
  });
  const end = name.indexOf(0);
  const text = new TextDecoder().decode(end < 0 ? name : name.subarray(0, end));
  return { name: text, datatype, space, data: head.subarray(at) };
}

function heapValues(
  bytes: FileBytes,
  addressing: Addressing,
  { name, datatype, space, data }: Parts,
): HeapAttribute | undefined {
  if ((datatype[0] & 0x0f) !== VARIABLE_LENGTH) return undefined;
  const count = valueCount(space, addressing);
  const each = 4 + addressing.addressSize + 4;
  if (count === undefined || count > MAX_VALUES || data.length < count * each) return undefined;
  const isText = (datatype[1] & 0x0f) === 1;
  // Of a sequence the length counts values, and the heap bytes.
  const size = isText ? 1 : littleEndian(datatype, 8 + 4, 4);
  const values: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * each;
    const length = littleEndian(data, at, 4) * size;
    const address = littleEndian(data, at + 4, addressing.addressSize);
    const index = littleEndian(data, at + 4 + addressing.addressSize, 4);
    const value = length === 0 ? new Uint8Array(0) : heapObject(bytes, addressing, address, index);
    if (!value || value.length < length) return undefined;
    values.push(value.subarray(0, length));
  }
  return { name, kind: isText ? 'text' : 'sequence', scalar: space[1] === 0, values };
}

/** Undefined for a null space and unknown versions. */
function valueCount(space: Uint8Array, { lengthSize }: Addressing): number | undefined {
  const [version, rank, , kind] = space;
  if ((version !== 1 && version !== 2) || (version === 2 && kind === 2)) return undefined;
  let count = 1;
  for (let axis = 0; axis < rank; axis++) {
    count *= littleEndian(space, (version === 1 ? 8 : 4) + axis * lengthSize, lengthSize);
  }
  return count;
}

/** One object of a collection: every step goes on by 16 bytes or more, so it ends. */
function heapObject(
  bytes: FileBytes,
  { base, lengthSize }: Addressing,
  address: number,
  wanted: number,
): Uint8Array | undefined {
  const begin = base + address;
  const head = bytes.slice(begin, 8 + lengthSize);
  if (String.fromCharCode(...head.subarray(0, 4)) !== 'GCOL') return undefined;
  const end = begin + littleEndian(head, 8, lengthSize);
  const headSize = 8 + lengthSize;
  for (let at = begin + headSize, steps = 0; at + headSize <= end && steps < 10_000; steps++) {
    const object = bytes.slice(at, headSize);
    const index = object[0] | (object[1] << 8);
    const size = littleEndian(object, 8, lengthSize);
    if (index === 0) return undefined;
    if (index === wanted) return size <= MAX_BYTES ? bytes.slice(at + headSize, size) : undefined;
    at += headSize + 8 * Math.ceil(size / 8);
  }
  return undefined;
}

/** Beyond 2⁵³ it is rounded, and past the end of any file. */
export function littleEndian(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw new RangeError('past the end of a message');
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[at + i];
  return value;
}
