/** Bytes in memory as a `ByteSource`. */
import { DataFileError, nameList } from '../arrays.ts';
import type { ByteSource } from './container.ts';

export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  const readNow = (offset: number, length: number): Uint8Array => {
    checkRange({ name, size: bytes.length }, offset, length);
    // Not `slice`, which copies nothing of a Buffer.
    return new Uint8Array(bytes.subarray(offset, offset + length));
  };
  return {
    name,
    size: bytes.length,
    readNow,
    read: (offset, length) => Promise.resolve().then(() => readNow(offset, length)),
  };
}

/** Throws a `DataFileError` where a file has no such bytes. */
export function checkRange(
  { name, size }: Pick<ByteSource, 'name' | 'size'>,
  offset: number,
  length: number,
): void {
  if (offset >= 0 && length >= 0 && offset + length <= size) return;
  throw new DataFileError(
    `${nameList([name])} is shorter than it says: it is cut off or damaged, so save or download it again.`,
  );
}

/** What a file that is not the one that was opened is refused with. */
export const changedFile = (name: string, cause?: unknown): DataFileError =>
  new DataFileError(
    `${nameList([name])} has changed since it was opened, or can no longer be read: open it again when nothing writes to it.`,
    { cause },
  );
