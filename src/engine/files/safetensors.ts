/**
 * Hugging Face's safetensors: 8 bytes with the header's length (little-endian), the header (JSON: per tensor dtype,
 * shape and [begin, end) in the data), the data without holes.
 *
 * Source: the format's description in the repository huggingface/safetensors.
 */
import * as v from 'valibot';
import {
  checkStored,
  chooseAll,
  DataFileError,
  floatBudget,
  nameList,
  shapeText,
  type Choice,
  type NamedArray,
  type OnProgress,
} from './arrays.ts';
import { product } from '../math.ts';
import { toHalves } from './half.ts';
import { DuplicateKeyError, parseJson } from './json.ts';
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

/** How a tensor's values are written: each 4 or 2 bytes, the latter rounded to 11 significant bits. */
const WRITTEN = {
  F32: (values: Float32Array) => values,
  F16: toHalves,
} as const;

/**
 * The tensors, in the order given, as float32 or rounded to half precision. Throws `DataFileError` for names twice or
 * sizes that do not match.
 */
export function writeSafetensors(
  tensors: readonly WritableTensor[],
  metadata?: Readonly<Record<string, string>>,
  dtype: keyof typeof WRITTEN = 'F32',
): Uint8Array {
  const written: Uint8Array[] = [];
  const header = new Map<string, unknown>();
  if (metadata) header.set(METADATA, metadata);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (name === METADATA || header.has(name)) {
      throw new DataFileError(
        `The name ${name} is reserved or used twice: give every tensor its own name.`,
      );
    }
    if (product(shape) !== data.length) {
      throw new DataFileError(
        `The tensor ${name} of shape ${shapeText(shape)} needs ${product(shape)} values but has ${data.length}.`,
      );
    }
    const values = WRITTEN[dtype](data);
    written.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    header.set(name, { dtype, shape, data_offsets: [end, end + values.byteLength] });
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  // Spaces after the header, so that the data begin at a multiple of eight.
  const bytes = new Uint8Array(start + end).fill(0x20, 0, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let at = start;
  for (const values of written) {
    bytes.set(values, at);
    at += values.length;
  }
  return bytes;
}

/**
 * Reads the tensors that `choose` picks, by default all, and the metadata. Where the tensors lie is checked of all,
 * their types only of those picked. Throws `DataFileError`.
 */
export function readSafetensors(
  bytes: Uint8Array,
  choose: Choice = chooseAll,
  onProgress?: OnProgress,
): SafetensorsContent {
  const start = safetensorsStart(bytes, bytes.length);
  const { entries, metadata } = readSafetensorsHeader(bytes.subarray(0, start), bytes.length);
  const chosen = choose([...entries.keys()]).map((name) => {
    const entry = entries.get(name);
    if (!entry) throw new DataFileError(`The file has no tensor ${nameList([name])}.`);
    return { ...entry, type: tensorType(entry) };
  });
  const total = checkStored(chosen.map(({ name, data_offsets: [a, b] }) => [name, b - a]));
  const spend = floatBudget();
  for (const { name, shape } of chosen) spend(name, shape);
  let done = 0;
  const tensors = new Map(
    chosen.map(({ name, shape, type: [dtype, type], data_offsets: [begin, end] }) => {
      const data = toFloats(bytes.subarray(start + begin, start + end), type);
      done += end - begin;
      onProgress?.(done, total);
      return [name, { shape, data, dtype, notes: conversionNotes(type) }];
    }),
  );
  return { tensors, metadata };
}

export type TensorEntry = v.InferOutput<typeof tensorSchema> & { name: string };

/**
 * The tensors that a header describes, in its order, and the metadata. `head` ends where the header ends, `length` is
 * of the whole file. Throws `DataFileError`.
 */
export function readSafetensorsHeader(
  head: Uint8Array,
  length: number,
): { entries: Map<string, TensorEntry>; metadata: Readonly<Record<string, string>> } {
  const { [METADATA]: metadata = {}, ...described } = parseHeader(head);
  if (!isTexts(metadata)) throw damaged('has metadata that are not text');
  const entries = new Map(
    Object.entries(described).map(([name, value]) => {
      const parsed = v.safeParse(tensorSchema, value);
      if (!parsed.success) {
        throw damaged(`does not describe the tensor ${nameList([name])} correctly`);
      }
      return [name, { name, ...parsed.output }];
    }),
  );
  checkOffsets([...entries.values()], length - head.length);
  return { entries, metadata };
}

/** How the values of a tensor are stored. Throws `DataFileError` if its size does not fit or they are not read. */
export function tensorType({
  name,
  dtype,
  shape,
  data_offsets: [begin, end],
}: TensorEntry): readonly [dtype: string, type: ValueType] {
  if (!Object.hasOwn(TYPES, dtype)) {
    throw new DataFileError(
      `The tensor ${nameList([name])} has values of the type ${dtype.slice(0, 20)}, which cannot be read here: save it as float32.`,
    );
  }
  const [stored, kind, bytesEach] = TYPES[dtype];
  if (product(shape) * bytesEach !== end - begin) {
    throw damaged(
      `gives the tensor ${nameList([name])} of shape ${shapeText(shape)} ${end - begin} bytes, not ${product(shape) * bytesEach}`,
    );
  }
  return [stored, { kind, size: bytesEach, bigEndian: false }];
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

/** Where the header ends and the data begin; `head` has at least the first 9 bytes. Throws `DataFileError`. */
export function safetensorsStart(head: Uint8Array, length: number): number {
  if (!looksLikeSafetensors(head)) {
    throw new DataFileError(
      'The file is not a safetensors file: it does not begin with a header of a plausible length.',
    );
  }
  const start = 8 + headerLength(head);
  if (start > length) throw damaged('is cut off');
  return start;
}

function parseHeader(head: Uint8Array): Record<string, unknown> {
  try {
    // It begins with a brace, so JSON can only be an object.
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(8))) as Record<
      string,
      unknown
    >;
  } catch (error) {
    if (error instanceof DuplicateKeyError)
      throw damaged(`has two entries named ${nameList([error.key])}`, error);
    throw damaged('is not JSON', error);
  }
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
    if (end < begin) throw damaged(`has the tensor ${nameList([name])} end before it begins`);
    if (end > available) {
      throw damaged(
        `puts the tensor ${nameList([name])} at bytes ${begin} to ${end}, and there are only ${available}`,
      );
    }
    if (begin < expected) throw damaged(`has the tensor ${nameList([name])} overlap with another`);
    if (begin > expected) throw damaged(`leaves a hole before the tensor ${nameList([name])}`);
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
