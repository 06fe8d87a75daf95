/**
 * NumPy's array format (.npy), versions 1 to 3: 6 bytes of magic, two of version, the header's length, the
 * header (a Python dict literal, padded so that the data are aligned to 64 bytes), the data.
 *
 * Source: NEP 1 and the documentation of `numpy.lib.format`.
 */
import { DataFileError, nameList, shapeText } from './arrays.ts';
import { product } from '../math.ts';
import { parsePython, type PythonLiteral } from './pythonLiteral.ts';
import { valueType, type ValueType } from './values.ts';

export const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const ALIGNMENT = 64;
/** NumPy writes a few hundred bytes. */
const MAX_HEADER_BYTES = 1e6;
/** NumPy's own limit. */
const MAX_AXES = 64;

export interface NpyHeader {
  dtype: string;
  type: ValueType;
  fortran: boolean;
  shape: number[];
}

export const isNpy = (bytes: Uint8Array): boolean =>
  NPY_MAGIC.every((byte, i) => bytes[i] === byte);

const badHeader = (name: string, what: string): DataFileError =>
  new DataFileError(
    `The header of the array ${nameList([name])} ${what}: save the file again with numpy.savez.`,
  );

/** Throws a `DataFileError` where the bytes that follow the header are not those of one such array. */
export function checkNpySize(name: string, { shape, type }: NpyHeader, available: number): void {
  const wanted = product(shape) * type.size;
  if (wanted === available) return;
  const why =
    wanted > available
      ? 'the file is cut off or damaged, so save or download it again'
      : 'the file is damaged, or another array is saved behind this one, so save each in a file or under a name of its own';
  throw new DataFileError(
    `The array ${nameList([name])} of shape ${shapeText(shape)} needs ${wanted} bytes of data but has ${available}: ${why}.`,
  );
}

function checkMagic(name: string, bytes: Uint8Array): void {
  if (isNpy(bytes)) return;
  throw badHeader(name, 'does not begin like that of a NumPy array');
}

/** Where the data begin; `bytes` are the first 12 of the file or more, `length` is of all. Throws `DataFileError`. */
export function npyHeaderEnd(name: string, bytes: Uint8Array, length: number): number {
  checkMagic(name, bytes);
  if (bytes.length < 12) throw badHeader(name, 'is cut off');
  const version = bytes[6];
  if (version < 1 || version > 3) throw badHeader(name, `has the unknown version ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (end > length) throw badHeader(name, 'is cut off');
  if (end > MAX_HEADER_BYTES) throw badHeader(name, `has ${end} bytes, far more than NumPy writes`);
  return end;
}

/** What the header says; `bytes` end where it ends. Throws `DataFileError`. */
export function readNpyHeader(name: string, bytes: Uint8Array): NpyHeader {
  const text = new TextDecoder().decode(bytes.subarray(bytes[6] === 1 ? 10 : 12));
  const literal = parsePython(text);
  if (literal?.kind !== 'dict') throw badHeader(name, 'is not what NumPy writes');
  const descr = literal.entries.get('descr');
  const order = literal.entries.get('fortran_order');
  const shape = extents(literal.entries.get('shape'));
  // A list describes the fields of a structured array.
  if (descr?.kind === 'list') throw new DataFileError(unreadable(name, 'V'));
  if (descr?.kind !== 'text') throw badHeader(name, 'does not say the type of its values');
  if (order?.kind !== 'name' || order.name === 'None') {
    throw badHeader(name, 'does not say the order of its values');
  }
  if (!shape) throw badHeader(name, 'does not say its shape');
  const type = valueType(descr.text);
  if (!type) throw new DataFileError(unreadable(name, descr.text));
  return { dtype: descr.text, type, fortran: order.name === 'True', shape };
}

/** The extents of a shape; undefined for what is none. */
function extents(shape: PythonLiteral | undefined): number[] | undefined {
  if (shape?.kind !== 'tuple' || shape.items.length > MAX_AXES) return undefined;
  const numbers = shape.items.map((item) => (item.kind === 'number' ? item.value : NaN));
  return numbers.every((extent) => Number.isSafeInteger(extent) && extent >= 0)
    ? numbers
    : undefined;
}

/** Why values of this type are not read, in one sentence. */
export function unreadable(name: string, dtype: string): string {
  const [what, instead = 'save it as a plain array of float32'] = reasonAgainst(dtype);
  return `The array ${nameList([name])} ${what}: ${instead}.`;
}

function reasonAgainst(dtype: string): readonly [what: string, instead?: string] {
  const code = dtype.replace(/^[<>|=]/, '').slice(0, 20);
  switch (code[0]) {
    case 'f':
      // NumPy counts bytes, other programs bits.
      if (/^f\d+$/.test(code)) return [`holds floats of ${8 * Number(code.slice(1))} bits`];
      return [`holds values of the type ${code}`];
    case 'O':
      return ['holds Python objects (pickle), which could run code when read'];
    case 'c':
      return [
        'holds complex numbers',
        'save its real and imaginary parts as two channels of float32',
      ];
    case 'V':
      if (code === 'V') return ['is a structured array with named fields'];
      return [
        `holds raw bytes (${code}), as NumPy writes types that are not its own, bfloat16 for one`,
        "convert it with .astype('float32') before it is saved",
      ];
    case 'U':
    case 'S':
    case 'a':
      return ['holds text'];
    case 'M':
    case 'm':
      return [
        'holds dates or times',
        "save them as numbers, such as seconds, with .astype('float64')",
      ];
    default:
      return [`holds values of the type ${code || 'unknown'}`];
  }
}

/** What `writeNpy` takes; `data` in C order. */
export interface WritableArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** One array as .npy, version 1, little-endian, C order. Throws if shape and data do not match. */
export function writeNpy(name: string, { shape, data }: WritableArray): Uint8Array {
  if (product(shape) !== data.length) {
    throw new DataFileError(
      `The array ${nameList([name])} of shape ${shapeText(shape)} needs ${product(shape)} values but has ${data.length}.`,
    );
  }
  const kind = data instanceof Float32Array ? 'f4' : data instanceof Float64Array ? 'f8' : 'i4';
  const head = npyHead(kind, shape);
  const bytes = new Uint8Array(head.length + data.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head.length);
  return bytes;
}

/** What stands before the values of an array, a multiple of 64 bytes. */
export function npyHead(kind: 'f4' | 'f8' | 'i4', shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '<${kind}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // 10 bytes before the header, the dict, spaces, a line end.
  const start = Math.ceil((10 + dict.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start);
  bytes.set(NPY_MAGIC);
  bytes[6] = 1;
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(start - 11)}\n`), 10);
  return bytes;
}
