/**
 * Numbers as files store them, to floats: of 64 bits where 32 would round them. The host is taken to be little-endian, as every machine is that
 * runs a current browser or Node.
 */
import { countOf } from './arrays.ts';

export interface ValueType {
  /** IEEE 754 float, bfloat16, signed or unsigned integer, truth value. */
  readonly kind: 'f' | 'bf' | 'i' | 'u' | 'b';
  /** Bytes per value. */
  readonly size: 1 | 2 | 4 | 8;
  readonly bigEndian: boolean;
}

const DTYPE = /^([<>|])(f[248]|[iu][1248]|b1)$/;

/** The type that NumPy's notation ('<f8', '|b1') names; undefined for what is not read. */
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
      : [`${stored}${kind === 'b' ? '' : size * 8} converted to float32`];
  if (bigEndian && size > 1) notes.push('big-endian converted to little-endian');
  return notes;
}

/**
 * Reads all of `bytes`, whose length must be a multiple of the type's size. Floats of 64 bits and integers of 32 and 64
 * stay as exact as numbers of 64 bits are, since rounding may take all there is of a small change of a large value
 * (`toFloat32`); everything else fits into 32 bits.
 */
export function toFloats(
  bytes: Uint8Array,
  { kind, size, bigEndian }: ValueType,
): Float32Array | Float64Array {
  // A copy starts at an aligned address, as typed arrays want it, and may be swapped in place.
  const own = bytes.slice();
  if (bigEndian) swapBytes(own, size);
  const { buffer } = own;
  switch (kind) {
    case 'f':
      if (size === 4) return new Float32Array(buffer);
      return size === 8
        ? new Float64Array(buffer)
        : Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case 'bf':
      return new Float32Array(
        Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer,
      );
    case 'i':
      if (size === 8) return wideIntegers(new Uint32Array(buffer), new Int32Array(buffer));
      if (size === 4) return new Float64Array(new Int32Array(buffer));
      return new Float32Array(size === 2 ? new Int16Array(buffer) : new Int8Array(buffer));
    case 'u':
      if (size === 8) return wideIntegers(new Uint32Array(buffer), new Uint32Array(buffer));
      if (size === 4) return new Float64Array(new Uint32Array(buffer));
      return new Float32Array(size === 2 ? new Uint16Array(buffer) : own);
    case 'b':
      return Float32Array.from(own, (value) => (value === 0 ? 0 : 1));
    default:
      return kind satisfies never;
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
function wideIntegers(low: Uint32Array, high: Int32Array | Uint32Array): Float64Array {
  const values = new Float64Array(low.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = high[2 * i + 1] * 2 ** 32 + low[2 * i];
  return values;
}

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of mantissa. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** Values whose first axis varies fastest, reordered so that the last one does. */
export function fortranToC<Values extends Float32Array | Float64Array>(
  values: Values,
  shape: readonly number[],
): Values {
  const rank = shape.length;
  if (rank < 2) return values;
  const strides = shape.map((_, axis) => countOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  const out = values.slice() as Values;
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
