/**
 * Unpacks the entries of a zip archive piece by piece, each checked by its CRC-32.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 */
import { Inflate } from 'fflate';
import { DataFileError } from './arrays.ts';
import { crc32 } from './crc32.ts';
import type { ByteSource } from './container/container.ts';
import { entryStart, type ZipEntry } from './zipDirectory.ts';

/** Read at once (bytes). What deflated ones unpack to, a thousand times as much at most, is handed on in one piece. */
const PIECE = { stored: 1 << 20, deflated: 1 << 14 } as const;
export const STORED = 0;
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
 * Unpacks one entry piece by piece; its label is for messages. Stops where `take` says that it has enough. Rejects with
 * a `DataFileError`, also for what does not agree with its checksum, which is known only after the last piece.
 */
export async function unpackEntry(
  source: ByteSource,
  entry: ZipEntry,
  label: string,
  take: (piece: Uint8Array) => void | 'enough',
  between?: () => Promise<void>,
): Promise<void> {
  checkEntry(entry, label);
  let crc = 0;
  let size = 0;
  let enough = false;
  const check = (bytes: Uint8Array) => {
    size += bytes.length;
    if (size > entry.size) throw broken(label);
    crc = crc32(bytes, crc);
    if (!enough && take(bytes) === 'enough') enough = true;
  };
  const push = entry.method === STORED ? check : inflater(label, check);
  const start = await entryStart(source, entry);
  const piece = entry.method === STORED ? PIECE.stored : PIECE.deflated;
  // Even of an empty entry, deflated data have an end to check.
  for (let at = 0; at === 0 || at < entry.packed; at += piece) {
    const length = Math.min(piece, entry.packed - at);
    push(await source.read(start + at, length), at + length >= entry.packed);
    if (enough && at + length < entry.packed) return;
    await between?.();
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
    `${label} cannot be unpacked: the file is cut off or damaged, so save or download it again.`,
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

/** Takes packed bytes and hands on what they unpack to. */
function inflater(
  label: string,
  take: (piece: Uint8Array) => void,
): (packed: Uint8Array, last: boolean) => void {
  let refused: unknown;
  const stream = new Inflate((piece) => {
    try {
      take(piece);
    } catch (error) {
      refused = error;
      throw error;
    }
  });
  return (packed, last) => {
    try {
      stream.push(packed, last);
    } catch (error) {
      if (error === refused) throw error;
      throw broken(label, error);
    }
  };
}
