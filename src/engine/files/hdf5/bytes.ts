/**
 * The bytes of an HDF5 file on the disk, as its library wants them: at once, and often a few at a time. What was read
 * lately is kept; single bytes can be changed for the library without the file being changed.
 */
import type { ByteSource } from '../container/container.ts';

/** Small reads fill blocks of so many bytes, of which so many are kept: 4 MB. */
const BLOCK = 1 << 16;
const BLOCKS = 64;
/** Large reads are cut into pieces of so many bytes, so that each is in memory twice only for a moment. */
const PIECE = 1 << 20;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the signature stands: at the beginning, or after a user's block of 512, 1024, 2048, … bytes; −1: nowhere. */
export async function findSignature({
  size,
  read,
}: Pick<ByteSource, 'size' | 'read'>): Promise<number> {
  for (let at = 0; at + SIGNATURE.length <= size; at = at === 0 ? 512 : 2 * at) {
    const bytes = await read(at, SIGNATURE.length);
    if (SIGNATURE.every((byte, i) => bytes[i] === byte)) return at;
  }
  return -1;
}

export class FileBytes {
  readonly size: number;
  private readonly readNow: (offset: number, length: number) => Uint8Array;
  /** By number; the one used last is the last. */
  private readonly blocks = new Map<number, Uint8Array>();
  private last: { number: number; block: Uint8Array } = { number: -1, block: new Uint8Array(0) };

  /** The source must be readable without waiting. */
  constructor(source: ByteSource) {
    if (!source.readNow) throw new Error('HDF5 is read where files can be read without waiting.');
    this.size = source.size;
    this.readNow = source.readNow;
  }

  /** Copies bytes to `target` from index `at` on, and says how many there were. */
  copy(target: Uint8Array, at: number, offset: number, length: number): number {
    const count = Math.max(0, Math.min(length, this.size - offset));
    if (count >= BLOCK) {
      for (let done = 0; done < count; done += PIECE) {
        const piece = Math.min(PIECE, count - done);
        target.set(this.readNow(offset + done, piece), at + done);
      }
      return count;
    }
    for (let done = 0; done < count;) {
      const place = offset + done;
      const block = this.block(Math.floor(place / BLOCK));
      const part = block.subarray(place % BLOCK, (place % BLOCK) + count - done);
      target.set(part, at + done);
      done += part.length;
    }
    return count;
  }

  /** Throws a `RangeError` where the file has no such bytes, as a DataView does. */
  slice(offset: number, length: number): Uint8Array {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      throw new RangeError('past the end of the file');
    }
    const bytes = new Uint8Array(length);
    this.copy(bytes, 0, offset, length);
    return bytes;
  }

  /** One byte. Throws a `RangeError` past the end. */
  at(offset: number): number {
    if (!(offset >= 0 && offset < this.size)) throw new RangeError('past the end of the file');
    return this.block(Math.floor(offset / BLOCK))[offset % BLOCK];
  }

  private block(number: number): Uint8Array {
    if (number === this.last.number) return this.last.block;
    const known = this.blocks.get(number);
    const begin = number * BLOCK;
    const block = known ?? this.readNow(begin, Math.min(BLOCK, this.size - begin));
    this.blocks.delete(number);
    this.blocks.set(number, block);
    if (this.blocks.size > BLOCKS) {
      const [oldest] = this.blocks.keys();
      this.blocks.delete(oldest);
    }
    this.last = { number, block };
    return block;
  }
}

/** Bytes that the library is to see in place of those in the file. */
export class Changes {
  /** By position, in blocks, so that a read looks at those near it alone. */
  private readonly blocks = new Map<number, Map<number, number>>();

  set(offset: number, bytes: Uint8Array): void {
    bytes.forEach((byte, i) => {
      const number = Math.floor((offset + i) / BLOCK);
      const block = this.blocks.get(number) ?? new Map<number, number>();
      this.blocks.set(number, block.set(offset + i, byte));
    });
  }

  /** To bytes that were read from `offset` on and stand in `target` from index `at` on. */
  apply(target: Uint8Array, at: number, offset: number, length: number): void {
    const last = Math.floor((offset + length - 1) / BLOCK);
    for (let number = Math.floor(offset / BLOCK); number <= last; number++) {
      for (const [position, byte] of this.blocks.get(number) ?? []) {
        if (position >= offset && position < offset + length) target[at + position - offset] = byte;
      }
    }
  }
}
