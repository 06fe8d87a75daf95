/** A part of an array in C order, as bytes. */
import { product } from '../../math.ts';
import type { Slab } from './container.ts';
import { countsOf, type Box } from './slab.ts';

/** Short runs are gathered to so many bytes before they are handed on. */
const GATHERED = 1 << 16;

export class Selection {
  readonly counts: readonly number[];
  private readonly strides: readonly number[];

  /** `size`: bytes of a value. */
  constructor(
    private readonly shape: readonly number[],
    private readonly slab: Slab,
    private readonly size: number,
  ) {
    this.counts = countsOf(slab);
    this.strides = shape.map((_, axis) => size * product(shape.slice(axis + 1)));
  }

  /** From the first byte of a box to behind its last, in the array. */
  span({ start, count }: Box): { begin: number; length: number } {
    let begin = 0;
    let length = this.size;
    this.slab.forEach((range, axis) => {
      begin += (range.start + start[axis] * range.step) * this.strides[axis];
      length += (count[axis] - 1) * range.step * this.strides[axis];
    });
    return { begin, length };
  }

  /** The values of the box, one after another, from the bytes of its span. */
  gather(bytes: Uint8Array, box: Box): Uint8Array {
    const length = this.size * product(box.count);
    if (bytes.length === length) return bytes;
    const out = new Uint8Array(length);
    const { begin } = this.span(box);
    let at = 0;
    for (const run of this.runs(box)) {
      const from = run.begin - begin;
      if (run.length <= 8) for (let i = 0; i < run.length; i++) out[at + i] = bytes[from + i];
      else out.set(bytes.subarray(from, from + run.length), at);
      at += run.length;
    }
    return out;
  }

  /**
   * Takes the bytes of the array from the first to the last, in pieces of any length, and hands on those of the
   * selection. Says whether all have passed.
   */
  picker(take: (bytes: Uint8Array) => void): (piece: Uint8Array) => boolean {
    const runs = this.runs({ start: this.counts.map(() => 0), count: this.counts });
    let next = runs.next();
    let position = 0;
    const gathered = new Uint8Array(GATHERED);
    let filled = 0;
    const flush = () => {
      take(gathered.subarray(0, filled));
      filled = 0;
    };
    return (piece) => {
      const end = position + piece.length;
      while (!next.done && next.value.begin < end) {
        const { begin, length } = next.value;
        const from = Math.max(begin, position) - position;
        const part = piece.subarray(from, begin + length - position);
        if (filled + part.length > GATHERED) flush();
        if (part.length > GATHERED) take(part);
        else {
          gathered.set(part, filled);
          filled += part.length;
        }
        if (begin + length > end) break;
        next = runs.next();
      }
      if (filled > 0) flush();
      position = end;
      return next.done === true;
    };
  }

  /** The bytes of the box that stand one after another, in their order. The same object is given each time. */
  private *runs({
    start,
    count,
  }: Box): Generator<{ readonly begin: number; readonly length: number }> {
    if (count.includes(0)) return;
    const { slab, strides, shape } = this;
    // Axes from here on are in one run: all of them whole but the first, which may be a part without gaps.
    let axis = count.length;
    while (axis > 0 && (count[axis - 1] === 1 || slab[axis - 1].step === 1)) {
      axis -= 1;
      if (count[axis] < shape[axis]) break;
    }
    const length = this.size * product(count.slice(axis));
    const index = count.map(() => 0);
    const run = { begin: this.span({ start, count: count.map(() => 1) }).begin, length };
    for (let left = product(count.slice(0, axis)); left > 0; left--) {
      yield run;
      for (let i = axis - 1; i >= 0; i--) {
        const stride = slab[i].step * strides[i];
        run.begin += stride;
        if (++index[i] < count[i]) break;
        run.begin -= stride * count[i];
        index[i] = 0;
      }
    }
  }
}
