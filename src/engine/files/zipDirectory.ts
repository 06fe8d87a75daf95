/**
 * Reads the directory of a zip archive: it is parsed once, whatever the number of entries. Not read by a library: fflate
 * parses it anew for every entry and leaves out the checksum, and zip.js, which checks, takes a millisecond for each
 * entry.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 */
import { DataFileError, nameList } from './arrays.ts';
import type { ByteSource } from './container/container.ts';

export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins, and where the next entry or the directory does. */
  readonly offset: number;
  readonly limit: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const MAX_COMMENT = 0xffff;
/** The records at the end: of zip64, its locator, the end itself. */
const TAIL = 56 + 20 + 22 + MAX_COMMENT;
/** Of about a million entries. */
const MAX_DIRECTORY = 100e6;
const LOCAL_BYTES = 30;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const damaged = (cause?: unknown): DataFileError =>
  new DataFileError('The zip file is cut off or damaged: save or download it again.', { cause });

/** Every entry, in the order of the directory. Rejects with a `DataFileError`. */
export async function readDirectory(source: ByteSource): Promise<ZipEntry[]> {
  try {
    return withLimits(await listEntries(source));
  } catch (error) {
    // A DataView is read past its end where a length is wrong.
    if (error instanceof RangeError) throw damaged(error);
    throw error;
  }
}

/**
 * Where the packed bytes of an entry begin, from its local header, which must agree with the directory. Rejects with a
 * `DataFileError`.
 */
export async function entryStart(
  source: ByteSource,
  { name, packed, offset, limit }: ZipEntry,
): Promise<number> {
  if (offset + LOCAL_BYTES > limit) throw damaged();
  const header = await source.read(offset, Math.min(limit - offset, LOCAL_BYTES + 3 * name.length));
  const view = viewOf(header);
  if (view.getUint32(0, true) !== LOCAL) throw damaged();
  const nameLength = view.getUint16(26, true);
  const start = offset + LOCAL_BYTES + nameLength + view.getUint16(28, true);
  if (start + packed > limit) throw damaged();
  const again = header.subarray(LOCAL_BYTES, LOCAL_BYTES + nameLength);
  // Two names for one entry: which one is meant, other programs may judge differently.
  if (new TextDecoder().decode(again) !== name) throw damaged();
  return start;
}

/** As the directory tells them: `limit` is where the directory begins. */
async function listEntries(source: ByteSource): Promise<ZipEntry[]> {
  const { count, begin, end, shift } = await findDirectory(source);
  if (end - begin > MAX_DIRECTORY) {
    throw new DataFileError(
      'The zip file has more entries than are read here: save all samples in one array.',
    );
  }
  const bytes = await source.read(begin, end - begin);
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (view.getUint32(at, true) !== CENTRAL) throw damaged();
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const [nameLength, extraLength, commentLength] = lengths;
    entries.push(readEntry(bytes, view, at, shift, begin));
    at += 46 + nameLength + extraLength + commentLength;
  }
  if (at !== bytes.length || entries.length !== count) throw damaged();
  return entries;
}

interface Directory {
  count: number;
  begin: number;
  end: number;
  /** Bytes before the archive: its own offsets do not count them. */
  shift: number;
}

async function findDirectory(source: ByteSource): Promise<Directory> {
  const before = Math.max(0, source.size - TAIL);
  const view = viewOf(await source.read(before, source.size - before));
  const at = findEnd(view);
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR64) {
    return directory64(source, view, locator, before);
  }
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((field) =>
    view.getUint16(at + field, true),
  );
  if (disk !== 0 || firstDisk !== 0 || here !== count) throw severalParts();
  const size = view.getUint32(at + 12, true);
  return placed(count, size, view.getUint32(at + 16, true), before + at);
}

/** `locator` is its position in `view`, which begins at `before` in the file. */
async function directory64(
  source: ByteSource,
  view: DataView,
  locator: number,
  before: number,
): Promise<Directory> {
  const disks = view.getUint32(locator + 16, true);
  if (disks > 1) throw severalParts();
  // Bytes may stand before the archive, so the record is looked for where it must end, too.
  for (const place of [wide(view, locator + 8), before + locator - 56]) {
    if (place < 0 || place + 56 > before + locator) continue;
    const record = viewOf(await source.read(place, 56));
    if (record.getUint32(0, true) !== END64) continue;
    const [count, size, offset] = [32, 40, 48].map((field) => wide(record, field));
    return placed(count, size, offset, place);
  }
  throw damaged();
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
  limit: number,
): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  const [packed, size, local] = sizes64(view, at, nameLength);
  if (at + 46 + nameLength > bytes.length) throw damaged();
  return {
    name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
    // Its own bit, that of strong encryption, that of a masked directory.
    encrypted: (flags & 0x2041) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    offset: shift + local,
    limit,
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
function withLimits(entries: readonly ZipEntry[]): ZipEntry[] {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  const limits = new Map<ZipEntry, number>();
  inOrder.forEach((entry, i) => {
    const next = inOrder[i + 1];
    const limit = next?.offset ?? entry.limit;
    if (entry.offset + LOCAL_BYTES + entry.packed > limit) {
      if (!next) throw damaged();
      throw new DataFileError(
        `In the zip file, the entries ${nameList([entry.name])} and ${nameList([next.name])} overlap: it is damaged or was tampered with, so save it again.`,
      );
    }
    limits.set(entry, limit);
  });
  return entries.map((entry) => ({ ...entry, limit: limits.get(entry)! }));
}
