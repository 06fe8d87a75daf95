/** A file on the disk as a `ByteSource`: the pieces asked for are read, never the whole file. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { ByteSource } from '../engine/files/container/container.ts';
import { changedFile, checkRange } from '../engine/files/container/memorySource.ts';

/** Node reads at most 2 GB at once. */
const PIECE = 2 ** 30;

/** Opens the file. Throws Node's error where it can't be opened. */
export function fileSource(path: string): ByteSource {
  const descriptor = openSync(path, 'r');
  let open = true;
  const { size, mtimeMs } = fstatSync(descriptor);
  const name = basename(path);
  const readNow = (offset: number, length: number): Uint8Array => {
    checkRange({ name, size }, offset, length);
    const now = fstatSync(descriptor);
    if (now.size !== size || now.mtimeMs !== mtimeMs) throw changedFile(name);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const count = readSync(descriptor, bytes, at, Math.min(PIECE, length - at), offset + at);
      if (count === 0) throw changedFile(name);
      at += count;
    }
    return bytes;
  };
  return {
    name,
    size,
    readNow,
    read: (offset, length) => Promise.resolve().then(() => readNow(offset, length)),
    // Both a container that can't be listed and what opens it let go of the file.
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
