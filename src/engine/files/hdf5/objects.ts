/**
 * What the HDF5 library knows of a dataset and h5wasm does not tell: the exact form of its numbers, whether they are
 * in other files, and which of them were never written. It stands in the object header, a list of messages.
 *
 * Source: HDF5 File Format Specification 3.0, sections II (superblock) and IV.A (object headers).
 */
import type { Changes, FileBytes } from './bytes.ts';
import { readHeapAttribute, type Addressing, type HeapAttribute } from './heapAttributes.ts';
import { lookup3 } from './lookup3.ts';

/** A damaged or unknown object header. */
export class ObjectHeaderError extends Error {
  override name = 'ObjectHeaderError';
}

/** Of a group only the attributes mean something. */
export interface ObjectInfo {
  numbers: NumberForm | undefined;
  /** The values are in files of their own. */
  external: boolean;
  /** Where the message about fill values is, if the object has one. */
  fill: Message | undefined;
  /** Whether it has attributes at all. */
  hasAttributes: boolean;
  /** Those in its header that are of variable length. */
  heap: readonly HeapAttribute[];
}

/** Bit positions and numbers of bits, as the file stores them. */
export type NumberForm =
  | { kind: 'integer'; size: number; offset: number; precision: number }
  | {
      kind: 'float';
      size: number;
      offset: number;
      precision: number;
      exponent: readonly [at: number, bits: number];
      mantissa: readonly [at: number, bits: number];
      bias: number;
      sign: number;
      /** The leading 1 of the mantissa is left out. */
      implied: boolean;
      vax: boolean;
    };

interface Message {
  type: number;
  flags: number;
  /** Position of its content in the file. */
  at: number;
  length: number;
  /** The block it stands in, from its signature to before its checksum; version 1 has neither. */
  block?: { begin: number; end: number };
}

const DATATYPE = 0x03;
const FILL = 0x05;
const EXTERNAL = 0x07;
const ATTRIBUTE = 0x0c;
const CONTINUATION = 0x10;
/** Says where attributes are that are not in the header. */
const ATTRIBUTES = 0x15;
/** Message flag: what follows says where the content is. */
const SHARED = 0x02;
const MAX_MESSAGES = 10_000;
const MAX_BLOCK = 16e6;

/**
 * Reads the object at an address. `base` is where the file's signature stands: addresses count from there. Throws an
 * `ObjectHeaderError`.
 */
export function readObject(bytes: FileBytes, base: number, address: number): ObjectInfo {
  try {
    const reader = new ObjectReader(bytes, base);
    const messages = reader.messages(address);
    const datatype = messages.find(({ type }) => type === DATATYPE);
    const attributes = messages.filter(({ type }) => type === ATTRIBUTE);
    return {
      numbers: datatype && reader.numberForm(datatype),
      external: messages.some(({ type }) => type === EXTERNAL),
      fill: messages.find(({ type, flags }) => type === FILL && (flags & SHARED) === 0),
      hasAttributes: attributes.length > 0 || messages.some(({ type }) => type === ATTRIBUTES),
      heap: attributes
        .filter(({ flags }) => (flags & SHARED) === 0)
        .map((message) => readHeapAttribute(bytes, reader.addressing, message))
        .filter((attribute) => attribute !== undefined),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new ObjectHeaderError('cut off', { cause: error });
    throw error;
  }
}

/**
 * Has the library leave the places of values that were never written as they are, in place of putting a fill value
 * there: by other bytes than those in the file.
 */
export function leaveUnwritten(
  bytes: FileBytes,
  changes: Changes,
  { at, length, block }: Message,
): void {
  // Versions 1 and 2: version, time of allocation, time of filling. Version 3 has both times in one byte.
  const [version, packedTimes] = bytes.slice(at, 2);
  const packed = version === 3;
  const place = packed ? at + 1 : at + 2;
  if (place >= at + length) throw new ObjectHeaderError('a short message');
  const changed = packed ? (packedTimes & ~0x0c) | 0x04 : 1;
  changes.set(place, Uint8Array.of(changed));
  if (!block) return;
  if (block.end - block.begin > MAX_BLOCK) throw new ObjectHeaderError('a huge block');
  const all = bytes.slice(block.begin, block.end - block.begin);
  all[place - block.begin] = changed;
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, lookup3(all), true);
  changes.set(block.end, sum);
}

/** Numbers in a file, by their positions; little-endian. Reading past the end throws a `RangeError`. */
class FileView {
  constructor(private readonly bytes: FileBytes) {}

  getUint8(at: number): number {
    return this.bytes.at(at);
  }

  getUint16(at: number): number {
    return this.bytes.at(at) | (this.bytes.at(at + 1) << 8);
  }

  getUint32(at: number): number {
    return this.getUint16(at) + this.getUint16(at + 2) * 65536;
  }
}

class ObjectReader {
  private readonly view: FileView;
  readonly addressing: Addressing;
  private readonly addressSize: number;
  private readonly lengthSize: number;

  constructor(
    bytes: FileBytes,
    private readonly base: number,
  ) {
    this.view = new FileView(bytes);
    const at = this.view.getUint8(base + 8) < 2 ? base + 13 : base + 9;
    this.addressSize = this.view.getUint8(at);
    this.lengthSize = this.view.getUint8(at + 1);
    this.addressing = { base, addressSize: this.addressSize, lengthSize: this.lengthSize };
  }

  messages(address: number): Message[] {
    const at = this.base + address;
    return this.view.getUint32(at) === 0x5244484f // OHDR
      ? this.messages2(at)
      : this.messages1(at);
  }

  private messages1(at: number): Message[] {
    if (this.view.getUint8(at) !== 1) throw new ObjectHeaderError('an unknown version');
    const found: Message[] = [];
    const blocks = [{ at: at + 16, end: at + 16 + this.view.getUint32(at + 8) }];
    for (let block = blocks.pop(); block; block = blocks.pop()) {
      let place = block.at;
      while (place + 8 <= block.end) {
        const message = {
          type: this.view.getUint16(place),
          length: this.view.getUint16(place + 2),
          flags: this.view.getUint8(place + 4),
          at: place + 8,
        };
        this.keep(found, message);
        if (message.type === CONTINUATION) blocks.push(this.continuation(message));
        place = message.at + message.length;
      }
    }
    return found;
  }

  private messages2(at: number): Message[] {
    const { view } = this;
    const flags = view.getUint8(at + 5);
    const sizeAt = at + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const sizeBytes = 1 << (flags & 3);
    const first = sizeAt + sizeBytes;
    const found: Message[] = [];
    const blocks = [{ begin: at, at: first, end: first + this.number(sizeAt, sizeBytes) }];
    const head = flags & 0x04 ? 6 : 4;
    for (let block = blocks.pop(); block; block = blocks.pop()) {
      let place = block.at;
      while (place + head <= block.end) {
        const message = {
          type: view.getUint8(place),
          length: view.getUint16(place + 1),
          flags: view.getUint8(place + 3),
          at: place + head,
          block: { begin: block.begin, end: block.end },
        };
        this.keep(found, message);
        if (message.type === CONTINUATION) {
          // Signature before, checksum behind.
          const next = this.continuation(message);
          blocks.push({ begin: next.at, at: next.at + 4, end: next.end - 4 });
        }
        place = message.at + message.length;
      }
    }
    return found;
  }

  /** A ring of continuations would go on for ever. */
  private keep(found: Message[], message: Message): void {
    if (found.length >= MAX_MESSAGES) throw new ObjectHeaderError('too many messages');
    found.push(message);
  }

  private continuation({ at }: Message): { at: number; end: number } {
    const begin = this.base + this.number(at, this.addressSize);
    return { at: begin, end: begin + this.number(at + this.addressSize, this.lengthSize) };
  }

  /** A little-endian number of any size; beyond 2⁵³ it is rounded, and past the end of any file. */
  private number(at: number, size: number): number {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.view.getUint8(at + i);
    return value;
  }

  numberForm(message: Message): NumberForm | undefined {
    if ((message.flags & SHARED) !== 0) return this.committedForm(message);
    const { view } = this;
    const { at } = message;
    const size = view.getUint32(at + 4);
    const offset = view.getUint16(at + 8);
    const precision = view.getUint16(at + 10);
    const bits = view.getUint8(at + 1);
    switch (view.getUint8(at) & 0x0f) {
      case 0:
        return { kind: 'integer', size, offset, precision };
      case 1:
        return {
          kind: 'float',
          size,
          offset,
          precision,
          exponent: [view.getUint8(at + 12), view.getUint8(at + 13)],
          mantissa: [view.getUint8(at + 14), view.getUint8(at + 15)],
          bias: view.getUint32(at + 16),
          sign: view.getUint8(at + 2),
          implied: ((bits >> 4) & 3) === 2,
          vax: (bits & 0x41) === 0x41,
        };
      default:
        return undefined;
    }
  }

  /** Of a type that stands in the file as an object of its own, under a name. */
  private committedForm({ at }: Message): NumberForm | undefined {
    const version = this.view.getUint8(at);
    const kind = this.view.getUint8(at + 1);
    // Kind 1 of version 3 is a place in a heap.
    if (version === 3 && kind !== 2) throw new ObjectHeaderError('a shared message in a heap');
    const address = this.number(at + (version === 1 ? 8 : 2), this.addressSize);
    const datatype = this.messages(address).find(({ type }) => type === DATATYPE);
    if (!datatype || (datatype.flags & SHARED) !== 0) throw new ObjectHeaderError('no type');
    return this.numberForm(datatype);
  }
}

const IEEE: Readonly<Record<string, readonly [kind: 'f' | 'bf', size: 2 | 4 | 8]>> = {
  '2 16 10 5 0 10 15 15': ['f', 2],
  '2 16 7 8 0 7 127 15': ['bf', 2],
  '4 32 23 8 0 23 127 31': ['f', 4],
  '8 64 52 11 0 52 1023 63': ['f', 8],
};

/** Which of the kinds that are read these numbers are; undefined for any other form. */
export function kindOf(
  form: NumberForm,
): readonly [kind: 'f' | 'bf' | 'integer', size: number] | undefined {
  const { size, offset, precision } = form;
  if (offset !== 0) return undefined;
  if (form.kind === 'integer') {
    return precision === 8 * size && [1, 2, 4, 8].includes(size) ? ['integer', size] : undefined;
  }
  const { exponent, mantissa, bias, sign, implied, vax } = form;
  if (!implied || vax) return undefined;
  return IEEE[[size, precision, ...exponent, ...mantissa, bias, sign].join(' ')];
}

/** For messages: "16-bit floats with 4 bits of exponent". */
export function formText(form: NumberForm): string {
  return form.kind === 'integer'
    ? `integers of ${form.precision} bits in ${8 * form.size}`
    : `floating-point numbers of ${form.precision} bits, ${form.exponent[1]} of them for the exponent`;
}
