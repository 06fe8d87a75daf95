/**
 * Hugging Face's safetensors: 8 bytes with the header's length (little-endian), the header (JSON: per tensor dtype,
 * shape and [begin, end) in the data), the data without holes.
 *
 * Source: the format's description in the repository huggingface/safetensors.
 */
import * as v from 'valibot';
import { countOf, DataFileError, shapeText, type NamedArray } from './arrays.ts';
import { conversionNotes, toFloats, type ValueType } from './values.ts';

export interface WritableTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface SafetensorsContent {
  tensors: Map<string, NamedArray>;
  metadata: Readonly<Record<string, string>>;
}

const METADATA = '__metadata__';
/** The reference implementation's own limit. */
const MAX_HEADER_BYTES = 100e6;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorSchema = v.object({
  dtype: v.string(),
  shape: v.array(size),
  data_offsets: v.tuple([size, size]),
});

/** The types read, and how NumPy writes them; it has no bfloat16. */
const TYPES: Readonly<
  Record<string, readonly [dtype: string, kind: ValueType['kind'], size: 1 | 2 | 4 | 8]>
> = {
  F64: ['<f8', 'f', 8],
  F32: ['<f4', 'f', 4],
  F16: ['<f2', 'f', 2],
  BF16: ['bfloat16', 'bf', 2],
  I64: ['<i8', 'i', 8],
  I32: ['<i4', 'i', 4],
  I16: ['<i2', 'i', 2],
  I8: ['|i1', 'i', 1],
  U64: ['<u8', 'u', 8],
  U32: ['<u4', 'u', 4],
  U16: ['<u2', 'u', 2],
  U8: ['|u1', 'u', 1],
  BOOL: ['|b1', 'b', 1],
};

/** The tensors, float32, in the order given. Throws `DataFileError` for names twice or sizes that do not match. */
export function writeSafetensors(
  tensors: readonly WritableTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header = new Map<string, unknown>();
  if (metadata) header.set(METADATA, metadata);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (name === METADATA || header.has(name)) {
      throw new DataFileError(
        `The name ${name} is reserved or stands twice: give every tensor a name of its own.`,
      );
    }
    if (countOf(shape) !== data.length) {
      throw new DataFileError(
        `The tensor ${name} of shape ${shapeText(shape)} needs ${countOf(shape)} values but has ${data.length}.`,
      );
    }
    header.set(name, { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] });
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  // Spaces after the header, so that the data begin at a multiple of eight.
  const bytes = new Uint8Array(start + end).fill(0x20, 0, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads all tensors and the metadata. Throws `DataFileError`. */
export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  const { header, start } = readHeader(bytes);
  const { [METADATA]: given = {}, ...described } = header;
  if (!isTexts(given)) throw damaged('has metadata that are not texts');
  const entries = Object.entries(described).map(([name, value]) => {
    const parsed = v.safeParse(tensorSchema, value);
    if (!parsed.success) throw damaged(`does not describe the tensor ${name} as it should`);
    return { name, ...parsed.output };
  });
  checkOffsets(entries, bytes.length - start);
  const tensors = new Map(
    entries.map(({ name, dtype, shape, data_offsets: [begin, end] }) => {
      if (!Object.hasOwn(TYPES, dtype)) {
        throw new DataFileError(
          `The tensor ${name} holds values of the type ${dtype.slice(0, 20)}, which is not read here: save it as float32.`,
        );
      }
      const [stored, kind, bytesEach] = TYPES[dtype];
      const type = { kind, size: bytesEach, bigEndian: false };
      if (countOf(shape) * bytesEach !== end - begin) {
        throw damaged(
          `gives the tensor ${name} of shape ${shapeText(shape)} ${end - begin} bytes, not ${countOf(shape) * bytesEach}`,
        );
      }
      const data = toFloats(bytes.subarray(start + begin, start + end), type);
      return [name, { shape, data, dtype: stored, notes: conversionNotes(type) }];
    }),
  );
  return { tensors, metadata: given };
}

/** valibot's `record` would pass over keys such as 'constructor'. */
const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string');

/** Whether the bytes begin as a safetensors file does: a plausible length, then an opening brace. */
export const looksLikeSafetensors = (bytes: Uint8Array): boolean =>
  bytes.length >= 10 && bytes[8] === 0x7b && headerLength(bytes) <= MAX_HEADER_BYTES;

const headerLength = (bytes: Uint8Array): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (!looksLikeSafetensors(bytes)) {
    throw new DataFileError(
      'The file is not a safetensors file: it does not begin with a header of a plausible length.',
    );
  }
  const start = 8 + headerLength(bytes);
  if (start > bytes.length) throw damaged('is cut off');
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch (error) {
    throw damaged('is not JSON', error);
  }
  // It begins with a brace, so JSON can only be an object.
  return { header: header as Record<string, unknown>, start };
}

/** In the order of the data, every tensor must begin where the one before ends, and the last end the file. */
function checkOffsets(
  entries: readonly { name: string; data_offsets: [number, number] }[],
  available: number,
): void {
  let expected = 0;
  const inOrder = entries.toSorted(
    ({ data_offsets: [a, b] }, { data_offsets: [c, d] }) => a - c || b - d,
  );
  for (const { name, data_offsets } of inOrder) {
    const [begin, end] = data_offsets;
    if (end < begin) throw damaged(`has the tensor ${name} end before it begins`);
    if (end > available) {
      throw damaged(
        `puts the tensor ${name} at bytes ${begin} to ${end}, and there are only ${available}`,
      );
    }
    if (begin < expected) throw damaged(`has the tensor ${name} overlap with another`);
    if (begin > expected) throw damaged(`leaves a hole before the tensor ${name}`);
    expected = end;
  }
  if (expected < available) {
    throw damaged(`accounts for ${expected} bytes of data, and there are ${available}`);
  }
}

const damaged = (what: string, cause?: unknown): DataFileError =>
  new DataFileError(
    `The header of the safetensors file ${what}: the file is damaged or was written wrongly, so save or download it again.`,
    { cause },
  );
