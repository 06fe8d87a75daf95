/**
 * What the first bytes of an HDF5 file say about the file as a whole: whether it is complete.
 *
 * Source: HDF5 File Format Specification 3.0, section II (superblock).
 */
import { DataFileError, gigabytes } from '../arrays.ts';
import type { FileBytes } from './bytes.ts';
import { littleEndian } from './heapAttributes.ts';

/** Bit 0 of the consistency flags of version 3: open for writing. */
const WRITING = 1;

/** Throws a `DataFileError` for a file that is shorter than it says, or that was not closed by what writes it. */
export function checkComplete(bytes: FileBytes, base: number): void {
  const head = bytes.slice(base, Math.min(64, bytes.size - base));
  const version = head[8];
  if (version > 3 || head.length < 48) return;
  const old = version < 2;
  const size = head[old ? 13 : 9];
  if (size > 8) return;
  if (version === 3 && (head[11] & WRITING) !== 0) {
    throw new DataFileError(
      'The HDF5 file is still being written, or the program that wrote it ended before it closed the file: close it there, or mark it as closed with h5clear -s.',
    );
  }
  // Before the end of the file: the base address, and the free space or the superblock's extension.
  const at = (old ? (version === 0 ? 24 : 28) : 12) + 2 * size;
  if (head.length < at + size) return;
  const end = base + littleEndian(head, at, size) - littleEndian(head, at - 2 * size, size);
  if (!Number.isSafeInteger(end) || end <= bytes.size) return;
  throw new DataFileError(
    `The HDF5 file is cut off or damaged: it should have ${sizeText(end)} and has ${sizeText(bytes.size)}, so save or download it again.`,
  );
}

const sizeText = (size: number): string =>
  size < 1e8 ? `${size.toLocaleString('en-GB')} bytes` : gigabytes(size);
