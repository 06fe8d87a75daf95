/**
 * NumPy's array format (.npy), versions 1 to 3: 6 bytes of magic, two of version, the header's length, the
 * header (a Python dict literal, padded so that the data are aligned to 64 bytes), the data.
 *
 * Source: NEP 1 and the documentation of `numpy.lib.format`.
 */
import { countOf, DataFileError, shapeText, type NamedArray } from './arrays.ts';
import { conversionNotes, fortranToC, toFloats, valueType, type ValueType } from './values.ts';

export const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const ALIGNMENT = 64;

interface Header {
  dtype: string;
  fortran: boolean;
  shape: number[];
  /** Where the data begin. */
  start: number;
}

/** Reads one array; `name` is for messages. Throws `DataFileError`. */
export function readNpy(name: string, bytes: Uint8Array): NamedArray {
  const { dtype, fortran, shape, start } = readHeader(name, bytes);
  const type = valueType(dtype);
  if (!type) throw new DataFileError(unreadable(name, dtype));
  checkSize(name, shape, type, bytes.length - start);
  const values = toFloats(bytes.subarray(start), type);
  const reordered = fortran && shape.length > 1;
  return {
    shape,
    data: reordered ? fortranToC(values, shape) : values,
    dtype,
    notes: [...conversionNotes(type), ...(reordered ? ['Fortran order converted to C order'] : [])],
  };
}

function checkSize(name: string, shape: number[], { size }: ValueType, available: number): void {
  const wanted = countOf(shape) * size;
  if (available === wanted) return;
  throw new DataFileError(
    `The array ${name} of shape ${shapeText(shape)} needs ${wanted} bytes of data but has ${available}: the file is cut off or damaged, so save or download it again.`,
  );
}

function readHeader(name: string, bytes: Uint8Array): Header {
  const bad = (what: string) =>
    new DataFileError(
      `The header of the array ${name} ${what}: save the file again with numpy.savez.`,
    );
  if (!NPY_MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw bad('does not begin as that of a NumPy array');
  }
  if (bytes.length < 12) throw bad('is cut off');
  const version = bytes[6];
  if (version < 1 || version > 3) throw bad(`has the unknown version ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [begin, length] =
    version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const start = begin + length;
  if (start > bytes.length) throw bad('is cut off');
  const text = new TextDecoder().decode(bytes.subarray(begin, start));
  if (/["']descr["']\s*:\s*\[/.test(text)) throw new DataFileError(unreadable(name, 'V'));
  const dtype = /["']descr["']\s*:\s*["']([^"']*)["']/.exec(text)?.[1];
  const order = /["']fortran_order["']\s*:\s*(True|False)/.exec(text)?.[1];
  // Python 2 wrote integers as 3L.
  const extents = /["']shape["']\s*:\s*\(((?:\s*\d+L?\s*,?)*)\s*\)/.exec(text)?.[1];
  if (dtype === undefined) throw bad('does not say the type of its values');
  if (order === undefined) throw bad('does not say the order of its values');
  if (extents === undefined) throw bad('does not say its shape');
  const shape = (extents.match(/\d+/g) ?? []).map(Number);
  return { dtype, fortran: order === 'True', shape, start };
}

/** Why values of this type are not read, in one sentence. */
export function unreadable(name: string, dtype: string): string {
  const kind = dtype.replace(/^[<>|=]/, '')[0];
  const what =
    kind === 'O'
      ? 'holds Python objects (pickle), which could run code when read'
      : kind === 'c'
        ? 'holds complex numbers'
        : kind === 'V'
          ? 'is a structured array with named fields'
          : `holds values of the type ${dtype.slice(0, 20)}`;
  const instead =
    kind === 'c'
      ? 'save its real and imaginary parts as two channels of float32'
      : 'save it as a plain array of float32';
  return `The array ${name} ${what}: ${instead}.`;
}

/** What `writeNpy` takes; `data` in C order. */
export interface WritableArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** One array as .npy, version 1, little-endian, C order. Throws if shape and data do not match. */
export function writeNpy(name: string, { shape, data }: WritableArray): Uint8Array {
  if (countOf(shape) !== data.length) {
    throw new DataFileError(
      `The array ${name} of shape ${shapeText(shape)} needs ${countOf(shape)} values but has ${data.length}.`,
    );
  }
  const kind = data instanceof Float32Array ? 'f4' : data instanceof Float64Array ? 'f8' : 'i4';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '<${kind}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // 10 bytes before the header, the dict, spaces, a line end.
  const start = Math.ceil((10 + dict.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(NPY_MAGIC);
  bytes[6] = 1;
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(start - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}
