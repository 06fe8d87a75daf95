/**
 * Writes .npz row by row: a zip file with stored entries, whose sizes follow from the shapes. Every array has its place
 * from the beginning; checksums and the directory come last, so that an unfinished file can’t be mistaken for a whole one.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 to 4.5; with the extension of zip for more than 4 GB, which NumPy reads.
 */
import { product } from '../math.ts';
import type { ByteSink } from './byteSink.ts';
import { crc32 } from './crc32.ts';
import { npyHead } from './npy.ts';

type Values = Float32Array | Float64Array;

export interface NpzArray {
  name: string;
  type: 'f4' | 'f8';
  /** Of the whole array; the first axis counts rows. */
  shape: readonly number[];
}

interface Entry {
  name: Uint8Array;
  size: number;
  /** Where its local header begins. */
  at: number;
  /** Where the next row goes. */
  next: number;
  crc: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
/** Stands in a field of 32 or 16 bits whose number is in the extension. */
const BEYOND = 0xffffffff;
const BEYOND16 = 0xffff;
/** Version 4.5, the first that knows the extension. */
const VERSION = 45;
/** The first of January 1980, the earliest date that zip knows. */
const DATE = 0x21;
const LOCAL_BYTES = 30;
/** The extension of a local header: its kind, its length and two sizes. */
const LOCAL_EXTRA = 20;
const CENTRAL_EXTRA = 28;

export class NpzWriter {
  private readonly entries = new Map<string, Entry>();
  private end = 0;

  constructor(
    private readonly sink: ByteSink,
    arrays: readonly NpzArray[],
  ) {
    for (const { name, type, shape } of arrays) {
      const head = npyHead(type, shape);
      const file = new TextEncoder().encode(`${name}.npy`);
      const data = this.end + LOCAL_BYTES + file.length + LOCAL_EXTRA;
      const size = head.length + product(shape) * (type === 'f4' ? 4 : 8);
      const entry = { name: file, size, at: this.end, next: data + head.length, crc: crc32(head) };
      sink.write(data, head);
      this.entries.set(name, entry);
      this.end = data + size;
    }
  }

  /** The next rows of an array. */
  append(name: string, values: Values): void {
    const entry = this.entries.get(name)!;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.sink.write(entry.next, bytes);
    entry.crc = crc32(bytes, entry.crc);
    entry.next += bytes.length;
  }

  /** Completes the file. Throws if rows are missing. */
  finish(): void {
    const entries = [...this.entries.values()];
    const directory = entries.map(centralHeader);
    entries.forEach((entry) => this.writeLocal(entry));
    const begin = this.end;
    for (const header of directory) {
      this.sink.write(this.end, header);
      this.end += header.length;
    }
    this.sink.write(this.end, endOf(entries.length, begin, this.end));
  }

  private writeLocal({ name, size, at, next, crc }: Entry): void {
    if (next !== at + LOCAL_BYTES + name.length + LOCAL_EXTRA + size) {
      throw new Error('Rows of an array are missing.');
    }
    const fields = new Fields(LOCAL_BYTES + name.length + LOCAL_EXTRA);
    fields.u32(LOCAL).u16(VERSION).u16(0).u16(0).u16(0).u16(DATE).u32(crc);
    fields.u32(BEYOND).u32(BEYOND).u16(name.length).u16(LOCAL_EXTRA).text(name);
    fields
      .u16(1)
      .u16(LOCAL_EXTRA - 4)
      .u64(size)
      .u64(size);
    this.sink.write(at, fields.bytes);
  }
}

function centralHeader({ name, size, at, crc }: Entry): Uint8Array {
  const fields = new Fields(46 + name.length + CENTRAL_EXTRA);
  fields.u32(CENTRAL).u16(VERSION).u16(VERSION).u16(0).u16(0).u16(0).u16(DATE).u32(crc);
  fields.u32(BEYOND).u32(BEYOND).u16(name.length).u16(CENTRAL_EXTRA);
  // Comment, disk, attributes, and where the local header is.
  fields.u16(0).u16(0).u16(0).u32(0).u32(BEYOND).text(name);
  fields
    .u16(1)
    .u16(CENTRAL_EXTRA - 4)
    .u64(size)
    .u64(size)
    .u64(at);
  return fields.bytes;
}

/** The end of the archive, in both forms. */
function endOf(count: number, begin: number, end: number): Uint8Array {
  const fields = new Fields(56 + 20 + 22);
  fields.u32(END64).u64(44).u16(VERSION).u16(VERSION).u32(0).u32(0).u64(count).u64(count);
  fields.u64(end - begin).u64(begin);
  fields.u32(LOCATOR64).u32(0).u64(end).u32(1);
  fields.u32(END).u16(0).u16(0).u16(BEYOND16).u16(BEYOND16).u32(BEYOND).u32(BEYOND).u16(0);
  return fields.bytes;
}

/** Little-endian numbers one after the other. */
class Fields {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
    return this;
  }

  u64(value: number): this {
    this.view.setBigUint64(this.at, BigInt(value), true);
    this.at += 8;
    return this;
  }

  text(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }
}
