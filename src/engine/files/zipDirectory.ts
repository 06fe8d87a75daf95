/**
 * Reads the directory of a zip archive: it is parsed once, whatever the number of entries. Not read by a library: fflate
 * parses it anew for every entry and leaves out the checksum, and zip.js, which checks, takes a millisecond for each
 * entry.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 */
import { DataFileError, nameList } from './arrays.ts';

export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where the packed bytes begin. */
  readonly start: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const MAX_COMMENT = 0xffff;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const damaged = (cause?: unknown): DataFileError =>
  new DataFileError('The zip file is cut off or damaged: save or download it again.', { cause });

/** Every entry, in the order of the directory. Throws `DataFileError`. */
export function readDirectory(bytes: Uint8Array): ZipEntry[] {
  try {
    const entries = listEntries(bytes);
    checkOverlap(entries.map(({ entry, offset }) => ({ ...entry, offset })));
    return entries.map(({ entry }) => entry);
  } catch (error) {
    // A DataView is read past its end where a length is wrong.
    if (error instanceof RangeError) throw damaged(error);
    throw error;
  }
}

interface Placed {
  entry: ZipEntry;
  /** Where its local header begins. */
  offset: number;
}

function listEntries(bytes: Uint8Array): Placed[] {
  const view = viewOf(bytes);
  const { count, begin, end, shift } = findDirectory(view);
  const entries: Placed[] = [];
  let at = begin;
  while (at < end) {
    if (view.getUint32(at, true) !== CENTRAL) throw damaged();
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const [nameLength, extraLength, commentLength] = lengths;
    entries.push(readEntry(bytes, view, at, shift, begin));
    at += 46 + nameLength + extraLength + commentLength;
  }
  if (at !== end || entries.length !== count) throw damaged();
  return entries;
}

interface Directory {
  count: number;
  begin: number;
  end: number;
  /** Bytes before the archive: its own offsets do not count them. */
  shift: number;
}

function findDirectory(view: DataView): Directory {
  const at = findEnd(view);
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR64) {
    return directory64(view, locator);
  }
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((field) =>
    view.getUint16(at + field, true),
  );
  if (disk !== 0 || firstDisk !== 0 || here !== count) throw severalParts();
  const size = view.getUint32(at + 12, true);
  return placed(count, size, view.getUint32(at + 16, true), at);
}

function directory64(view: DataView, locator: number): Directory {
  const disks = view.getUint32(locator + 16, true);
  if (disks > 1) throw severalParts();
  // Bytes may stand before the archive, so the record is looked for where it must end, too.
  const at = [wide(view, locator + 8), locator - 56].find(
    (place) => place + 56 <= locator && place >= 0 && view.getUint32(place, true) === END64,
  );
  if (at === undefined) throw damaged();
  const [count, size, offset] = [32, 40, 48].map((field) => wide(view, at + field));
  return placed(count, size, offset, at);
}

function placed(count: number, size: number, offset: number, end: number): Directory {
  const shift = end - size - offset;
  if (shift < 0) throw damaged();
  return { count, begin: end - size, end, shift };
}

const severalParts = (): DataFileError =>
  new DataFileError('The zip file is one of several parts: join them into one file.');

/** The last place that looks like the end of a directory. */
function findEnd(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) <= last - at) return at;
  }
  throw damaged();
}

/** 64 bits, as far as a number holds them: more is past the end of any file. */
const wide = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  shift: number,
  directory: number,
): Placed {
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  const [packed, size, local] = sizes64(view, at, nameLength);
  const offset = shift + local;
  if (offset + 30 > directory || view.getUint32(offset, true) !== LOCAL) throw damaged();
  const localName = view.getUint16(offset + 26, true);
  const start = offset + 30 + localName + view.getUint16(offset + 28, true);
  if (start + packed > directory) throw damaged();
  const name = bytes.subarray(at + 46, at + 46 + nameLength);
  const again = bytes.subarray(offset + 30, offset + 30 + localName);
  // Two names for one entry: which one is meant, other programs may judge differently.
  if (name.length !== again.length || name.some((byte, i) => byte !== again[i])) throw damaged();
  return {
    offset,
    entry: {
      name: new TextDecoder().decode(name),
      // Its own bit, that of strong encryption, that of a masked directory.
      encrypted: (flags & 0x2041) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      start,
    },
  };
}

/** Packed size, size and offset; those too large for 32 bits stand in an extra field, in this order. */
function sizes64(view: DataView, at: number, nameLength: number): number[] {
  const values = [
    view.getUint32(at + 20, true),
    view.getUint32(at + 24, true),
    view.getUint32(at + 42, true),
  ];
  if (!values.includes(0xffffffff)) return values;
  let extra = at + 46 + nameLength;
  const end = extra + view.getUint16(at + 30, true);
  while (extra + 4 <= end && view.getUint16(extra, true) !== 1) {
    extra += 4 + view.getUint16(extra + 2, true);
  }
  if (extra + 4 > end) throw damaged();
  let field = extra + 4;
  const next = (): number => {
    field += 8;
    return wide(view, field - 8);
  };
  // The size comes before the packed size.
  const size = values[1] === 0xffffffff ? next() : values[1];
  const packed = values[0] === 0xffffffff ? next() : values[0];
  const offset = values[2] === 0xffffffff ? next() : values[2];
  return [packed, size, offset];
}

/** Entries that share bytes unpack to far more than the archive holds; no program that saves data writes them. */
function checkOverlap(entries: readonly (ZipEntry & { offset: number })[]): void {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1];
    if (before.start + before.packed <= inOrder[i].offset) continue;
    throw new DataFileError(
      `In the zip file, the entries ${nameList([before.name])} and ${nameList([inOrder[i].name])} overlap: it is damaged or was tampered with, so save it again.`,
    );
  }
}
