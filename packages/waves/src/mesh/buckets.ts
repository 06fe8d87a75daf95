/** Numbered things in square buckets over a rectangle, to find those near a place without looking at all. */
import type { Box } from './region.ts';

export class Buckets {
  private readonly left: number;
  private readonly bottom: number;
  private readonly cell: number;
  private readonly columns: number;
  private readonly rows: number;
  // A linked list of entries per bucket, −1 at its end: an array per bucket would cost more than the search.
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly next: number[] = [];
  private readonly items: number[] = [];

  /**
   * Buckets of side `size` (m), or as much larger as it takes to have about `most` of them. What lies outside the
   * box belongs to the buckets on its rim.
   */
  constructor({ left, bottom, width, height }: Box, size: number, most = 1e6) {
    this.left = left;
    this.bottom = bottom;
    this.cell = Math.max(size, Math.sqrt((width * height) / most));
    this.columns = Math.floor(width / this.cell) + 1;
    this.rows = Math.floor(height / this.cell) + 1;
    this.first = new Int32Array(this.columns * this.rows).fill(-1);
    this.last = new Int32Array(this.columns * this.rows).fill(-1);
  }

  /** Side of a bucket (m). */
  get side(): number {
    return this.cell;
  }

  private column(x: number): number {
    return Math.min(Math.max(Math.floor((x - this.left) / this.cell), 0), this.columns - 1);
  }

  private row(y: number): number {
    return Math.min(Math.max(Math.floor((y - this.bottom) / this.cell), 0), this.rows - 1);
  }

  /** Adds a thing to every bucket that a rectangle meets, unless it was the last to be added there. */
  add(item: number, left: number, bottom: number, right = left, top = bottom): void {
    const [lastRow, lastColumn] = [this.row(top), this.column(right)];
    for (let j = this.row(bottom); j <= lastRow; j++) {
      for (let i = this.column(left); i <= lastColumn; i++) {
        const bucket = j * this.columns + i;
        const before = this.last[bucket];
        if (before >= 0 && this.items[before] === item) continue;
        const entry = this.items.push(item) - 1;
        this.next.push(-1);
        if (before < 0) this.first[bucket] = entry;
        else this.next[before] = entry;
        this.last[bucket] = entry;
      }
    }
  }

  /**
   * Whether one of the things in a rectangle passes the test; asks no further then. At least all in the rectangle
   * are asked, row by row and in each bucket in the order in which they were added; some twice.
   */
  some(
    left: number,
    bottom: number,
    right: number,
    top: number,
    test: (item: number) => boolean,
  ): boolean {
    const [lastRow, lastColumn] = [this.row(top), this.column(right)];
    for (let j = this.row(bottom); j <= lastRow; j++) {
      for (let i = this.column(left); i <= lastColumn; i++) {
        for (let e = this.first[j * this.columns + i]; e >= 0; e = this.next[e]) {
          if (test(this.items[e])) return true;
        }
      }
    }
    return false;
  }
}
