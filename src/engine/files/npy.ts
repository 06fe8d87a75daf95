/**
 * NumPy's array format (.npy), versions 1 to 3: 6 bytes of magic, two of version, the header's length, the
 * header (a Python dict literal, padded so that the data are aligned to 64 bytes), the data.
 *
 * Source: NEP 1 and the documentation of `numpy.lib.format`.
 */
import { DataFileError, nameList, shapeText, type NamedArray } from './arrays.ts';
import { product } from '../math.ts';
import { parsePython, type PythonLiteral } from './pythonLiteral.ts';
import { conversionNotes, fortranToC, ValueSink, valueType, type ValueType } from './values.ts';

export const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const ALIGNMENT = 64;
/** NumPy writes a few hundred bytes. */
const MAX_HEADER_BYTES = 1e6;
/** NumPy's own limit. */
const MAX_AXES = 64;

interface Header {
  dtype: string;
  type: ValueType;
  fortran: boolean;
  shape: number[];
}

export interface NpyOptions {
  /** Of the whole file in bytes: what does not fit it is refused as soon as the header is there. */
  length: number;
  /** Told before memory is reserved; it may throw. */
  onShape?: (name: string, shape: readonly number[]) => void;
}

/**
 * Reads one array from a file that arrives in pieces, so that the file itself is never in memory as a whole. `name`
 * is for messages. Every method throws `DataFileError`.
 */
export class NpyReader {
  private head = new Uint8Array(0);
  private header?: Header;
  private sink?: ValueSink;
  /** The first bytes after the array. */
  private after = new Uint8Array(0);

  constructor(
    private readonly name: string,
    private readonly options: NpyOptions,
  ) {}

  push(piece: Uint8Array): void {
    const { name, options } = this;
    let bytes = piece;
    if (!this.header) {
      this.head = joined(this.head, piece);
      const start = headerEnd(name, this.head, options.length);
      if (start === undefined || this.head.length < start) return;
      this.header = readHeader(name, this.head.subarray(0, start));
      const { shape, type } = this.header;
      const available = options.length - start;
      if (available < product(shape) * type.size) {
        throw wrongSize(name, shape, type, available);
      }
      options.onShape?.(name, shape);
      this.sink = new ValueSink(type, product(shape));
      bytes = this.head.subarray(start);
      this.head = this.head.slice(0, start);
    }
    const rest = this.sink!.push(bytes);
    if (rest.length > 0 && this.after.length < NPY_MAGIC.length) {
      this.after = joined(this.after, rest.subarray(0, NPY_MAGIC.length));
    }
  }

  /** The array, when all of the file has been pushed. */
  finish(): NamedArray {
    const { name, header, sink, options } = this;
    if (!header || !sink) {
      checkMagic(name, this.head);
      throw badHeader(name, 'is cut off');
    }
    const { dtype, type, fortran, shape } = header;
    if (this.after.length > 0) {
      if (isNpy(this.after)) {
        throw new DataFileError(
          `The array ${nameList([name])} is followed by another one in the same entry: save each under its own name, in one call of numpy.savez.`,
        );
      }
      throw wrongSize(name, shape, type, options.length - this.head.length);
    }
    const reordered = fortran && shape.length > 1;
    const values = reordered ? fortranToC(sink.values, shape) : sink.values;
    return {
      shape,
      data: values,
      dtype,
      notes: [
        ...conversionNotes(type),
        ...(reordered ? ['Fortran order converted to C order'] : []),
      ],
    };
  }
}

/** Reads one array; `name` is for messages. Throws `DataFileError`. */
export function readNpy(name: string, bytes: Uint8Array): NamedArray {
  const reader = new NpyReader(name, { length: bytes.length });
  reader.push(bytes);
  return reader.finish();
}

export const isNpy = (bytes: Uint8Array): boolean =>
  NPY_MAGIC.every((byte, i) => bytes[i] === byte);

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(head.length + tail.length);
  both.set(head);
  both.set(tail, head.length);
  return both;
}

const badHeader = (name: string, what: string): DataFileError =>
  new DataFileError(
    `The header of the array ${nameList([name])} ${what}: save the file again with numpy.savez.`,
  );

const wrongSize = (
  name: string,
  shape: readonly number[],
  { size }: ValueType,
  available: number,
): DataFileError =>
  new DataFileError(
    `The array ${nameList([name])} of shape ${shapeText(shape)} needs ${product(shape) * size} bytes of data but has ${available}: the file is cut off or damaged, so save or download it again.`,
  );

function checkMagic(name: string, bytes: Uint8Array): void {
  if (isNpy(bytes)) return;
  throw badHeader(name, 'does not begin like that of a NumPy array');
}

/** Where the data begin; undefined as long as too little of the file is there to tell. */
function headerEnd(name: string, bytes: Uint8Array, length: number): number | undefined {
  if (bytes.length < 12) return undefined;
  checkMagic(name, bytes);
  const version = bytes[6];
  if (version < 1 || version > 3) throw badHeader(name, `has the unknown version ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (end > length) throw badHeader(name, 'is cut off');
  if (end > MAX_HEADER_BYTES) throw badHeader(name, `has ${end} bytes, far more than NumPy writes`);
  return end;
}

function readHeader(name: string, bytes: Uint8Array): Header {
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
