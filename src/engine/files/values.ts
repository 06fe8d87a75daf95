/**
 * Numbers as files store them, to floats: of 64 bits where 32 would round them. The host is taken to be little-endian, as every machine is that
 * runs a current browser or Node.
 */
import { product } from '../math.ts';
import { halfToNumber } from './half.ts';

export interface ValueType {
  /** IEEE 754 float, bfloat16, signed or unsigned integer, truth value. */
  readonly kind: 'f' | 'bf' | 'i' | 'u' | 'b';
  /** Bytes per value. */
  readonly size: 1 | 2 | 4 | 8;
  readonly bigEndian: boolean;
}

const DTYPE = /^([<>|=]?)(f[248]|[iu][1248]|b1)$/;

/** The type that NumPy's notation ('<f8', '|b1', 'f4' in the machine's own order) names; undefined for what is not read. */
export function valueType(dtype: string): ValueType | undefined {
  const match = DTYPE.exec(dtype);
  if (!match) return undefined;
  const [, order, code] = match;
  return {
    kind: code[0] as 'f' | 'i' | 'u' | 'b',
    size: Number(code[1]) as 1 | 2 | 4 | 8,
    bigEndian: order === '>',
  };
}

/** What reading this type changes, for `NamedArray.notes`. */
export function conversionNotes({ kind, size, bigEndian }: ValueType): string[] {
  const stored = { f: 'float', bf: 'bfloat', i: 'int', u: 'uint', b: 'bool' }[kind];
  const notes =
    kind === 'f' && size === 4
      ? []
      : [`${stored}${kind === 'b' ? '' : size * 8} computed with as float32`];
  if (bigEndian && size > 1) notes.push('big-endian converted to little-endian');
  return notes;
}

/** Memory for values of this type: of 64 bits where 32 would round them, as a small change of a large value may be lost. */
export const floatsFor = ({ kind, size }: ValueType, count: number): Float32Array | Float64Array =>
  size >= (kind === 'f' ? 8 : 4) && kind !== 'b'
    ? new Float64Array(count)
    : new Float32Array(count);

/** Writes the values in `bytes`, a whole number of them, to `target` (`floatsFor`) from index `at` on. */
export function convert(
  bytes: Uint8Array,
  { kind, size, bigEndian }: ValueType,
  target: Float32Array | Float64Array,
  at: number,
): void {
  if (kind === 'f' && size === 4 && !bigEndian && target instanceof Float32Array) {
    new Uint8Array(target.buffer, target.byteOffset + 4 * at, bytes.length).set(bytes);
    return;
  }
  // A copy starts at an aligned address, as typed arrays want it, and may be swapped in place. Not `slice`, which copies
  // nothing of a Buffer.
  const own = new Uint8Array(bytes);
  if (bigEndian) swapBytes(own, size);
  const { buffer } = own;
  switch (kind) {
    case 'f':
      if (size === 8) target.set(new Float64Array(buffer), at);
      else if (size === 4) target.set(new Float32Array(buffer), at);
      else convertEach(new Uint16Array(buffer), target, at, halfToNumber);
      return;
    case 'bf':
      target.set(
        new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
        at,
      );
      return;
    case 'i':
      if (size === 8) wideIntegers(new Uint32Array(buffer), new Int32Array(buffer), target, at);
      else target.set(new { 4: Int32Array, 2: Int16Array, 1: Int8Array }[size](buffer), at);
      return;
    case 'u':
      if (size === 8) wideIntegers(new Uint32Array(buffer), new Uint32Array(buffer), target, at);
      else target.set(new { 4: Uint32Array, 2: Uint16Array, 1: Uint8Array }[size](buffer), at);
      return;
    case 'b':
      convertEach(own, target, at, (value) => (value === 0 ? 0 : 1));
      return;
    default:
      kind satisfies never;
  }
}

/** All of `bytes`, a whole number of values. */
export function toFloats(bytes: Uint8Array, type: ValueType): Float32Array | Float64Array {
  const sink = new ValueSink(type, bytes.length / type.size);
  sink.push(bytes);
  return sink.values;
}

function convertEach(
  values: ArrayLike<number>,
  target: Float32Array | Float64Array,
  at: number,
  toNumber: (value: number) => number,
): void {
  for (let i = 0; i < values.length; i++) target[at + i] = toNumber(values[i]);
}

/** Values that arrive in pieces of any length; only the last one of a piece may be incomplete. */
export class ValueSink {
  readonly values: Float32Array | Float64Array;
  private filled = 0;
  /** The beginning of a value whose end is in the next piece. */
  private rest = new Uint8Array(0);

  constructor(
    private readonly type: ValueType,
    count: number,
  ) {
    this.values = floatsFor(type, count);
  }

  /** Gives back the bytes that are left over once all values are there. */
  push(piece: Uint8Array): Uint8Array {
    const { size } = this.type;
    let bytes = piece;
    if (this.rest.length > 0) {
      const missing = piece.subarray(0, size - this.rest.length);
      const joined = new Uint8Array(this.rest.length + missing.length);
      joined.set(this.rest);
      joined.set(missing, this.rest.length);
      bytes = piece.subarray(missing.length);
      this.rest = joined;
      if (joined.length < size) return bytes;
      this.put(joined);
      this.rest = new Uint8Array(0);
    }
    const room = this.values.length - this.filled;
    const whole = Math.min(room, Math.floor(bytes.length / size)) * size;
    if (whole > 0) this.put(bytes.subarray(0, whole));
    if (this.filled === this.values.length) return bytes.subarray(whole);
    this.rest = new Uint8Array(bytes.subarray(whole));
    return new Uint8Array(0);
  }

  private put(bytes: Uint8Array): void {
    convert(bytes, this.type, this.values, this.filled);
    this.filled += bytes.length / this.type.size;
  }
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let i = start, j = start + size - 1; i < j; i++, j--) {
      const byte = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = byte;
    }
  }
}

/** 64-bit integers from their halves: many times faster than through BigInt. */
function wideIntegers(
  low: Uint32Array,
  high: Int32Array | Uint32Array,
  target: Float32Array | Float64Array,
  at: number,
): void {
  for (let i = 0; 2 * i < low.length; i++) target[at + i] = high[2 * i + 1] * 2 ** 32 + low[2 * i];
}

/** Values whose first axis varies fastest, reordered so that the last one does. */
export function fortranToC<T extends Float32Array | Float64Array>(
  values: T,
  shape: readonly number[],
): T {
  const rank = shape.length;
  if (rank < 2) return values;
  const strides = shape.map((_, axis) => product(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  const out = values.slice() as T;
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = values[from];
    for (let axis = rank - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}
