/** A browser's file as a `ByteSource`: the pieces asked for are read from the disk, never the whole file. */
import type { ByteSource } from '../engine/files/container/container.ts';
import { changedFile, checkRange } from '../engine/files/container/memorySource.ts';

/** Workers alone have it; tests compile without the library that declares it. */
declare const FileReaderSync:
  undefined | (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer });

/**
 * The browser itself compares size and time of change with those when the user chose the file, and refuses to read one
 * that has changed.
 */
export function blobSource(file: File): ByteSource {
  const { name, size } = file;
  const piece = (offset: number, length: number): Blob => {
    checkRange(file, offset, length);
    return file.slice(offset, offset + length);
  };
  const checked = (buffer: ArrayBuffer, length: number): Uint8Array => {
    if (buffer.byteLength !== length) throw changedFile(name);
    return new Uint8Array(buffer);
  };
  return {
    name,
    size,
    async read(offset, length) {
      const blob = piece(offset, length);
      const buffer = await blob.arrayBuffer().catch((error: unknown) => {
        throw changedFile(name, error);
      });
      return checked(buffer, length);
    },
    readNow:
      typeof FileReaderSync === 'undefined'
        ? undefined
        : (offset, length) => {
            const blob = piece(offset, length);
            let buffer: ArrayBuffer;
            try {
              buffer = new FileReaderSync().readAsArrayBuffer(blob);
            } catch (error) {
              throw changedFile(name, error);
            }
            return checked(buffer, length);
          },
  };
}
