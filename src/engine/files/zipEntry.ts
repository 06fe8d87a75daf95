/**
 * Unpacks the entries of a zip archive piece by piece, each checked by its CRC-32.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 */
import { Inflate } from 'fflate';
import { DataFileError } from './arrays.ts';
import { crc32 } from './crc32.ts';
import type { ZipEntry } from './zipDirectory.ts';

/** More than this in one piece are handed on in several (bytes). */
const PIECE = 1 << 16;
const STORED = 0;
const DEFLATED = 8;
/** Deflate's limit: what says more is no deflated data. */
const MAX_DEFLATION = 1032;

const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

/**
 * Unpacks one entry piece by piece; its label is for messages. Throws `DataFileError`, also for what does not agree
 * with its checksum, which is known only after the last piece.
 */
export function unpackEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  label: string,
  take: (piece: Uint8Array) => void,
): void {
  checkEntry(entry, label);
  const packed = bytes.subarray(entry.start, entry.start + entry.packed);
  let crc = 0;
  let size = 0;
  const check = (piece: Uint8Array) => {
    size += piece.length;
    if (size > entry.size) throw broken(label);
    crc = crc32(piece, crc);
    take(piece);
  };
  if (entry.method === STORED) {
    for (const piece of pieces(packed)) check(piece);
  } else {
    inflate(packed, label, check);
  }
  if (size !== entry.size) throw broken(label);
  if (crc !== entry.crc) {
    throw new DataFileError(
      `${label} does not agree with its checksum (CRC-32): the file is damaged, so save or download it again.`,
    );
  }
}

const broken = (label: string, cause?: unknown): DataFileError =>
  new DataFileError(
    `${label} does not unpack: the file is cut off or damaged, so save or download it again.`,
    { cause },
  );

/** Refuses what cannot be unpacked, by what the directory says. Throws `DataFileError`. */
export function checkEntry({ method, encrypted, size, packed }: ZipEntry, label: string): void {
  if (encrypted) {
    throw new DataFileError(`${label} is encrypted: save the file without a password.`);
  }
  if (method !== STORED && method !== DEFLATED) {
    const named = METHODS[method] ? `${METHODS[method]}, number ${method}` : `number ${method}`;
    throw new DataFileError(
      `${label} is compressed by a method (${named}) that is not read here: save the file with numpy.savez or numpy.savez_compressed.`,
    );
  }
  if (size > MAX_DEFLATION * (packed + 1) || (method === STORED && size !== packed)) {
    throw broken(label);
  }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

function inflate(packed: Uint8Array, label: string, take: (piece: Uint8Array) => void): void {
  let refused: unknown;
  const stream = new Inflate((piece) => {
    try {
      take(piece);
    } catch (error) {
      refused = error;
      throw error;
    }
  });
  try {
    let at = 0;
    do {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
      at += PIECE;
    } while (at < packed.length);
  } catch (error) {
    if (error === refused) throw error;
    throw broken(label, error);
  }
}
