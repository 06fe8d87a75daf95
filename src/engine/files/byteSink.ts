/** Where a file is written that need never be in memory as a whole. */
export interface ByteSink {
  /** Bytes up to the end of what was written. */
  readonly size: number;
  /** Writes all bytes at a place. Throws if they can’t be written. */
  write(at: number, bytes: Uint8Array): void;
  /** Fills `into` from a place, and returns how many bytes there were. */
  read(at: number, into: Uint8Array): number;
  /** Cuts the file off, or lengthens it by zeros. */
  resize(size: number): void;
}

/** By how much the room grows once it is used up. */
const GROWTH = 1.25;

/** A file in memory. */
export class MemorySink implements ByteSink {
  size = 0;
  private room: Uint8Array<ArrayBuffer>;

  /** `expected` bytes are reserved; more may follow. */
  constructor(expected = 0) {
    this.room = new Uint8Array(expected);
  }

  write(at: number, bytes: Uint8Array): void {
    this.resize(Math.max(this.size, at + bytes.length));
    this.room.set(bytes, at);
  }

  read(at: number, into: Uint8Array): number {
    const bytes = this.room.subarray(at, Math.min(this.size, at + into.length));
    into.set(bytes);
    return bytes.length;
  }

  resize(size: number): void {
    if (size > this.room.length) {
      const room = new Uint8Array(Math.max(size, Math.ceil(GROWTH * this.room.length)));
      room.set(this.room.subarray(0, this.size));
      this.room = room;
    }
    if (size < this.size) this.room.fill(0, size, this.size);
    this.size = size;
  }

  /** The file, without a copy where the room is used up. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.size === this.room.length ? this.room : this.room.subarray(0, this.size);
  }
}
